"""The push interface described for machines: the JSON Schema of the model, and an OpenAPI 3.1 document."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from fastapi import APIRouter, Request
from pydantic.json_schema import models_json_schema
from starlette.responses import Response

from api.http.answers import answer, compact
from api.intake.answering import context_of
from api.intake.bodies import LINES
from api.intake.documents import BASE
from api.intake.submissions import STATES
from api.release import program_version
from data.digging.plans import Plan
from data.intake.marking import MarkPush
from data.intake.model import Decision
from data.intake.reading import KINDS

router = APIRouter(prefix=BASE)
_NAMES: Final = {
    "project": "ProjectPush",
    "progress": "ProgressPush",
    "contracts": "ContractsPush",
    "payments": "PaymentsPush",
    "changes": "ChangesPush",
    "withdrawal": "Withdrawal",
}
_OUTCOMES: Final = {
    "200": "Published, unchanged, or stale: older than what was known.",
    "202": "Held with its faults, or waiting for approval.",
    "400": "The body cannot be read.",
    "401": "No key, or one that is not known.",
    "403": "The scope is missing, or the project is another agency's.",
    "412": "If-Match names another revision, or if_match of a project of a batch.",
    "413": "The body is too large.",
    "415": "The body is of another type, or packed.",
    "422": "Members are unknown, missing or of a wrong type; a batch breaks a rule.",
    "429": "Too many requests.",
    "503": "A publication runs, or the database is away: later again.",
}


@router.get("/schema")
async def schema(request: Request) -> Response:
    """The JSON Schema (2020-12) of everything that may be pushed."""
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{context_of(request).links}{BASE}/schema",
        "title": "What agencies push to Allimi",
        "$ref": "#/$defs/ProjectPush",
        "$defs": _definitions("#/$defs/{model}"),
    }
    return answer(request, compact(document).encode(), "application/schema+json")


@router.get("/openapi")
async def openapi(request: Request) -> Response:
    """The OpenAPI 3.1 document of the push interface."""
    media_type = "application/vnd.oai.openapi+json;version=3.1"
    return answer(request, compact(_document(context_of(request).links)).encode(), media_type)


@cache
def _definitions(template: str) -> Mapping[str, Any]:
    models = [(model, "validation") for model in (*KINDS.values(), Decision, MarkPush, Plan)]
    _, made = models_json_schema(models, ref_template=template)  # type: ignore[arg-type]
    definitions: dict[str, Any] = made["$defs"]
    return definitions


def _document(links: str) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Allimi push interface",
            "version": program_version(),
            "description": "Agencies push their projects; Allimi checks, approves, discloses and publishes them.",
        },
        "servers": [{"url": links}],
        "security": [{"key": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {**_definitions("#/components/schemas/{model}"), "Problem": {"type": "object"}},
        },
    }


def _paths() -> dict[str, Any]:
    code, number = _parameter("code"), _parameter("number")
    project: dict[str, Any] = {
        "parameters": [code],
        "put": _push("project", "A project as its agency sees it now."),
        "delete": _push("withdrawal", "Take a project back, for a reason."),
        "get": _get("A project as it stands; its facts with the scope read-withheld."),
    }
    parts = {
        f"{BASE}/projects/{{code}}/{part}": {"parameters": [code], "post": _push(part, text)}
        for part, text in (
            ("progress", "A report of progress."),
            ("contracts", "Contracts, in every project that they name."),
            ("payments", "Payments under contracts."),
            ("changes", "Extensions and other changes, each with its reason."),
        )
    }
    return {
        f"{BASE}/projects/{{code}}": project,
        **parts,
        f"{BASE}/batches": {"post": _batch()},
        f"{BASE}/submissions": {"get": _get("The agency's submissions, newest first.", "state", "before")},
        f"{BASE}/submissions/{{number}}": {"parameters": [number], "get": _get("A submission.", "state", "after")},
        f"{BASE}/submissions/{{number}}/approve": {"parameters": [number], "post": _decision("Publish it.", None)},
        f"{BASE}/submissions/{{number}}/reject": {"parameters": [number], "post": _decision("Reject it.", "Decision")},
        f"{BASE}/audit": {"get": _get("What happened, oldest first.", "after")},
        **_overlaps(),
    }


def _overlaps() -> dict[str, Any]:
    """What planners ask with a key of the scope plan."""
    marks = {
        "parameters": [_parameter("pair")],
        "post": _asking("Mark two works that collide; the reason is public.", "MarkPush"),
        "get": _get("The marks of a pair, the newest first."),
    }
    return {
        f"{BASE}/overlaps": {"get": _get("What the agency's works and plans collide with.", "limit")},
        f"{BASE}/overlaps/check": {"post": _asking("What a plan would collide with; it is not kept.", "Plan")},
        f"{BASE}/overlaps/{{pair}}/marks": marks,
    }


def _asking(summary: str, model: str) -> dict[str, Any]:
    body = {"required": True, "content": {"application/json": {"schema": _schema(model)}}}
    answers = _responses(("404",))
    left = {code: answers[code] for code in answers if code not in {"202", "412"}}
    return {"summary": summary, "requestBody": body, "responses": left | {"200": {"description": "Done."}}}


def _push(kind: str, summary: str) -> dict[str, Any]:
    headers = [_header(name) for name in ("Idempotency-Key", "If-Match", "If-None-Match")]
    content = {"application/json": {"schema": _schema(_NAMES[kind])}}
    body = {"required": True, "content": content}
    return {"summary": summary, "parameters": headers, "requestBody": body, "responses": _responses(("201",))}


def _batch() -> dict[str, Any]:
    batch = {
        "type": "object",
        "required": ["projects"],
        "additionalProperties": False,
        "properties": {"full": {"type": "boolean"}, "projects": {"type": "array", "items": _schema("BatchProject")}},
    }
    content = {"application/json": {"schema": batch}, LINES: {"schema": _schema("BatchProject")}}
    parameters = [_header("Idempotency-Key"), *(_query(name, {"type": "boolean"}) for name in ("partial", "full"))]
    body = {"required": True, "content": content}
    return {"summary": "Many projects.", "parameters": parameters, "requestBody": body, "responses": _responses()}


def _decision(summary: str, model: str | None) -> dict[str, Any]:
    content = {"application/json": {"schema": _schema(model)}} if model else None
    body = {"requestBody": {"required": True, "content": content}} if content else {}
    return {"summary": summary, **body, "responses": _responses(("404", "409"))}


def _get(summary: str, *parameters: str) -> dict[str, Any]:
    kinds = {"state": {"type": "string", "enum": list(STATES)}}
    queries = [_query(name, kinds.get(name, {"type": "integer", "minimum": 0})) for name in parameters]
    return {"summary": summary, "parameters": queries, "responses": {"200": {"description": "Found."}}}


def _responses(more: tuple[str, ...] = ()) -> dict[str, Any]:
    said = {"201": "A new project is published.", "404": "Nothing of the agency's.", "409": "Nothing waits."}
    codes = sorted([*_OUTCOMES, *more])
    return {code: {"description": _OUTCOMES.get(code) or said[code]} for code in codes}


def _schema(name: str | None) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _header(name: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "schema": {"type": "string"}}


def _query(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": dict(schema)}
