"""Routes by which agencies see what they have pushed, and decide on what waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from fastapi import APIRouter, Request
from psycopg import Connection
from starlette.responses import Response

from api.intake.answering import (
    PRIVATE,
    context_of,
    json_response,
    perform,
)
from api.intake.answers import Answered
from api.intake.bodies import JSON, received
from api.intake.callers import caller, refused
from api.intake.documents import (
    BASE,
    event_document,
    item_document,
    outcome_document,
    push_document,
    record_document,
)
from api.intake.state import intake_of
from data.intake.jsontext import one_value
from data.intake.model import ID, Decision
from data.intake.naming import own_code
from data.intake.noting import Who
from data.intake.pushed import NotAllowed, Outcome
from data.intake.reading import typed
from geo.errors import BadRequest, NotFound
from geo.intake import pushes, records
from geo.intake.audits import noted
from geo.intake.keys import Scope

T = TypeVar("T")
router = APIRouter(prefix=BASE)
STATES: Final = ("held", "waiting", "published", "unchanged", "stale", "rejected")
_PAGE: Final = 100
_SMALL: Final = 65_536
_NUMBER: Final = 18
_NONE: Final = "The agency has no submission of this number."


@router.get("/submissions")
async def submissions(request: Request) -> Response:
    """The agency's own submissions, newest first; `state` chooses, `before` goes on."""
    who = await caller(request)
    states, before = _states(request), _whole(request, "before")
    found = await _look(
        request, lambda connection: pushes.pushes(connection, who.key.agency, states=states, before=before, limit=_PAGE)
    )
    links = context_of(request).links
    document: dict[str, Any] = {"submissions": [push_document(push, links) for push in found]}
    if len(found) == _PAGE:
        document["next"] = f"{links}{BASE}/submissions?before={found[-1].id}" + "".join(
            f"&state={s}" for s in states or ()
        )
    return json_response(document)


@router.get("/submissions/{number}")
async def submission(request: Request, number: str) -> Response:
    """A submission with its items, 100 a page; `after` goes on."""
    who = await caller(request)
    push_id, after, states = _id(number), _whole(request, "after") or 0, _states(request)
    payload = who.key.may(Scope.READ_WITHHELD)

    def work(connection: Connection) -> dict[str, Any] | None:
        push = pushes.push(connection, push_id, who.key.agency)
        if push is None:
            return None
        items = pushes.items(connection, push_id, states=states, after=after, limit=_PAGE)
        document = push_document(push, context_of(request).links)
        document["counts"] = pushes.counted(connection, push_id)
        known = records.records(connection, push.agency, [item.code for item in items])
        document["parts"] = [item_document(item, known.get(item.code), payload=payload) for item in items]
        return document | ({"after": items[-1].number} if len(items) == _PAGE else {})

    document = await _look(request, work)
    if document is None:  # whether it is another agency's is not told
        await refused(intake_of(request), who, request, "not the agency's")
        raise NotFound(_NONE)
    return json_response(document)


@router.post("/submissions/{number}/approve")
async def approve(request: Request, number: str) -> Response:
    """Publish what waits of a submission; by another key than the one that submitted it."""
    who = await caller(request, Scope.APPROVE)
    push_id = _id(number)
    desk = intake_of(request).desk
    return await _decide(request, who, lambda connection: desk.approve(connection, who, push_id))


@router.post("/submissions/{number}/reject")
async def reject(request: Request, number: str) -> Response:
    """Reject what waits and is held of a submission, for a reason."""
    who = await caller(request, Scope.APPROVE)
    push_id = _id(number)
    intake = intake_of(request)
    async with received(request, largest=_SMALL, types=JSON, pause=intake.settings.body_seconds) as body:
        decision = typed(Decision, one_value(body.read()))
    return await _decide(request, who, lambda connection: intake.desk.reject(connection, who, push_id, decision.reason))


@router.get("/projects/{code}")
async def project(request: Request, code: str) -> Response:
    """A project as its agency stated it last; the facts need the scope read-withheld."""
    who = await caller(request)
    own = own_code(who.key.agency, code)
    asked = [own] if ID.fullmatch(own) else []
    found = await _look(request, lambda connection: records.records(connection, who.key.agency, asked))
    if own not in found:
        raise NotFound("The agency has pushed no project of this code.")
    document = record_document(found[own], facts=who.key.may(Scope.READ_WITHHELD))
    return json_response(document, headers={**PRIVATE, "ETag": f'"{found[own].revision}"'})


@router.get("/audit")
async def audit(request: Request) -> Response:
    """What happened at the agency's own interface, oldest first; `after` goes on."""
    who = await caller(request)
    after = _whole(request, "after") or 0
    found = await _look(request, lambda connection: noted(connection, agency=who.key.agency, after=after, limit=_PAGE))
    document: dict[str, Any] = {"events": [event_document(event) for event in found]}
    return json_response(document | ({"after": found[-1].id} if len(found) == _PAGE else {}))


async def _decide(request: Request, who: Who, decide: Callable[[Connection], Outcome]) -> Response:
    links = context_of(request).links

    def work(connection: Connection) -> Answered:
        return Answered(200, outcome_document(decide(connection), links))

    try:
        intake = intake_of(request)
        return await perform(request, intake, who, intake.writers.run(work))
    except NotFound:
        await refused(intake_of(request), who, request, "not the agency's")
        raise
    except NotAllowed:
        await refused(intake_of(request), who, request, "submitted it")
        raise


async def _look(request: Request, work: Callable[[Connection], T]) -> T:
    return await intake_of(request).clerks.run(work)


def _id(number: str) -> int:
    if not (number.isascii() and number.isdecimal() and len(number) <= _NUMBER):
        raise NotFound(_NONE)
    return int(number)


def _whole(request: Request, name: str) -> int | None:
    told = request.query_params.get(name)
    if told is None:
        return None
    if not (told.isascii() and told.isdecimal() and len(told) <= _NUMBER):
        raise BadRequest(f"The parameter {name} is a whole number.", parameter=name)
    return int(told)


def _states(request: Request) -> list[str] | None:
    told = request.query_params.getlist("state")
    if any(state not in STATES for state in told):
        raise BadRequest(f"A state is one of {', '.join(STATES)}.", parameter="state")
    return told or None
