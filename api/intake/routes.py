"""Routes by which agencies push: a project, a batch, and parts of a project."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.intake.answering import answer, revision_of
from api.intake.batches import read_batch
from api.intake.bodies import JSON, LINES, Body, received
from api.intake.callers import caller
from api.intake.documents import BASE
from api.intake.state import intake_of
from data.intake.findings import Finding, Untypable
from data.intake.jsontext import LONGEST_LINE, one_value
from data.intake.model import ID, Ordered, ProjectPush
from data.intake.naming import own_code
from data.intake.noting import Who
from data.intake.pushed import Pushed
from data.intake.reading import KINDS, typed
from geo.details import exact_json
from geo.errors import BadRequest
from geo.intake.keys import Scope

router = APIRouter(prefix=BASE)
PARTS: Final = ("progress", "contracts", "payments", "changes")


@router.put("/projects/{code}")
async def put_project(request: Request, code: str) -> Response:
    """A project as its agency sees it now."""
    return await _push(request, code, "project")


@router.delete("/projects/{code}")
async def delete_project(request: Request, code: str) -> Response:
    """Take a project back, for a reason."""
    return await _push(request, code, "withdrawal")


@router.post("/projects/{code}/{part}")
async def post_part(request: Request, code: str, part: str) -> Response:
    """A report of progress, contracts, payments or changes."""
    if part not in PARTS:
        raise HTTPException(404)
    return await _push(request, code, part)


@router.post("/batches")
async def post_batch(request: Request) -> Response:
    """Many projects at once."""
    who = await caller(request, Scope.SUBMIT)
    intake = intake_of(request)
    if revision_of(request) is not None:
        raise BadRequest("A batch has no revision: its projects may ask for theirs with if_match and if_none_match.")
    partial, full = (_truth(request, name) for name in ("partial", "full"))
    largest, pause = intake.settings.largest, intake.settings.body_seconds
    async with received(request, largest=largest, types=(*JSON, LINES), pause=pause) as body:
        agency = who.key.agency
        pushed = await intake.read(body, lambda: read_batch(body, agency, partial=partial, full=full))
        return await answer(request, who, pushed, body.digest)


async def _push(request: Request, code: str, kind: str) -> Response:
    who = await caller(request, Scope.SUBMIT)
    if not ID.fullmatch(code):
        raise Untypable([Finding("", "id.form", "A code has letters, digits, '.', '_' and '-', at most 119.")])
    intake = intake_of(request)
    async with received(request, largest=LONGEST_LINE, types=JSON, pause=intake.settings.body_seconds) as body:
        pushed = await intake.read(body, lambda: _read(request, who, code, kind, body))
        return await answer(request, who, pushed, body.digest)


def _read(request: Request, who: Who, code: str, kind: str, body: Body) -> Pushed:
    value = one_value(body.read())
    said = typed(KINDS[kind], value)
    own = own_code(who.key.agency, code)
    _must_be_of(said, own, who.key.agency)
    text, asked = exact_json(value), revision_of(request)
    return Pushed(kind=kind, codes=(own,), parts=lambda: [(1, own, text, asked)], revision=asked)


def _must_be_of(said: Ordered, own: str, agency: str) -> None:
    if isinstance(said, ProjectPush) and said.code is not None and own_code(agency, said.code) != own:
        raise Untypable([Finding("/code", "code.other", "The code in the body is not the one in the address.")])


def _truth(request: Request, name: str) -> bool:
    told = request.query_params.get(name, "false")
    if told not in {"true", "false"}:
        raise BadRequest(f"The parameter {name} is true or false.", parameter=name)
    return told == "true"
