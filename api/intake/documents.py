"""What the push interface answers: outcomes, submissions, items, records and events as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from data.intake.jsontext import StrictDecoder
from data.intake.pushed import Outcome
from geo.intake.audits import Noted
from geo.intake.pushes import Item, Push
from geo.intake.records import Record

BASE: Final = "/intake/v1"


def status_of(outcome: Outcome) -> int:
    """202 where somebody has to decide, 422 where a batch is refused, else 200, or 201 for a new project.

    It is 412 where a batch is refused for nothing but revisions.
    """
    match outcome.state:
        case "held" | "waiting":
            return 202
        case "rejected" if outcome.kind == "batch" and outcome.held:
            return 412 if outcome.unmatched == outcome.held_items else 422
        case _:
            return 201 if outcome.created else 200


def outcome_document(outcome: Outcome, links: str) -> dict[str, Any]:
    """An outcome; `links` is the base of links."""
    document = {
        "submission": outcome.push_id,
        "kind": outcome.kind,
        "state": outcome.state,
        "counts": dict(outcome.counts),
        "publication": outcome.publication,
        "withdrawn": outcome.withdrawn or None,
        "project": outcome.project_id,
        "revision": outcome.revision,
        "gap": outcome.gap or None,
        "reason": outcome.reason,
        "faults": [
            {"item": held.number, "code": held.code} | finding.document()
            for held in outcome.held
            for finding in held.findings
        ],
        "faults_left_out": max(outcome.held_items - len(outcome.held), 0) or None,
        "links": _links(links, outcome),
    }
    return {name: value for name, value in document.items() if value is not None}


def push_document(push: Push, links: str) -> dict[str, Any]:
    """A submission, without its items."""
    document = _plain(asdict(push))
    document["submission"] = document.pop("id")
    document["submitted_by"] = document.pop("key_id")
    document["links"] = [_link(links, push.id)]
    return document


def item_document(item: Item, known: Record | None = None, *, payload: bool) -> dict[str, Any]:
    """An item, with the revision at which its project is `known` now.

    What was sent is told only where the key may read what is withheld.
    """
    document: dict[str, Any] = {
        "item": item.number,
        "code": item.code,
        "project": item.project_id,
        "state": item.state,
        "faults": [dict(reason) for reason in item.reasons or ()],
    }
    if known is not None and not known.withdrawn:
        document["revision"] = known.revision
    if payload:
        document["payload"] = None if item.payload is None else StrictDecoder().decode(item.payload)
    return document


def record_document(record: Record, *, facts: bool) -> dict[str, Any]:
    """A project as it stands; its facts only where the key may read what is withheld."""
    document = _plain(asdict(record))
    stated = document.pop("facts")
    document["submission"] = document.pop("push_id")
    document["project"] = document.pop("project_id")
    return document | ({"facts": StrictDecoder().decode(stated)} if facts else {})


def event_document(event: Noted) -> dict[str, Any]:
    """An event of the audit."""
    return _plain(asdict(event))


def _links(links: str, outcome: Outcome) -> list[dict[str, str]]:
    found = [_link(links, outcome.push_id)]
    if outcome.project_id and outcome.state in {"published", "unchanged"} and outcome.kind != "withdrawal":
        found.append({"rel": "item", "href": f"{links}/collections/projects/items/{outcome.project_id}"})
    return found


def _link(links: str, push_id: int) -> dict[str, str]:
    return {"rel": "self", "href": f"{links}{BASE}/submissions/{push_id}"}


def _plain(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in members.items()}
