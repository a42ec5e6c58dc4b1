"""A push from its request to its answer: once in effect, and answered only when it is committed."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

from psycopg import Connection
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.context import Context
from api.intake.answers import Answered
from api.intake.callers import refused
from api.intake.documents import BASE, outcome_document, status_of
from api.intake.gathering import Job
from api.intake.state import Intake, intake_of
from data.intake.naming import ForeignProject
from data.intake.noting import Who
from data.intake.pushed import KeyRevoked, Outcome, Pushed
from data.intake.staging import Staging
from geo.details import exact_json
from geo.errors import BadRequest
from geo.intake.answers import claim, keep_answer
from geo.intake.records import lock_agency

_IDEMPOTENCY: Final = re.compile(r"[\x21-\x7e]{1,200}")
_TAG: Final = re.compile(r'"([1-9]\d{0,17})"', re.ASCII)
PRIVATE: Final[Mapping[str, str]] = {"Cache-Control": "no-store"}


async def answer(request: Request, who: Who, pushed: Pushed, digest: bytes) -> Response:
    """Take the push in, and answer: a batch by itself, others gathered with those that come meanwhile."""
    intake = intake_of(request)
    idempotency = idempotency_of(request)
    links = context_of(request).links

    def opened(staging: Staging) -> Callable[[], Answered]:
        given = None if idempotency is None else _given(staging.connection, who, idempotency, digest)
        if given is not None:
            return lambda: given
        push = intake.desk.open(staging, who, pushed)
        return lambda: _kept(staging.connection, who, idempotency, _answered(intake.desk.close(staging, push), links))

    def alone(connection: Connection) -> Answered:
        lock_agency(connection, who.key.agency)
        staging = Staging(connection, intake.desk.city)
        close = opened(staging)
        staging.publish()
        return close()

    if pushed.kind == "batch":
        return await perform(request, intake, who, intake.writers.run(alone))
    names = {f"code {code}" for code in pushed.codes} | ({f"key {who.key.id} {idempotency}"} if idempotency else set())
    job = Job(who.key.agency, frozenset(f"{who.key.agency} {name}" for name in names), opened)
    return await perform(request, intake, who, intake.gatherer.run(job))


async def perform(request: Request, intake: Intake, who: Who, work: Awaitable[Answered]) -> Response:
    """Answer what is committed."""
    try:
        answered = await work
    except ForeignProject:
        await refused(intake, who, request, "another agency's project")
        raise
    except KeyRevoked:
        await refused(intake, who, request, "revoked key")
        raise
    return as_response(request, answered)


def as_response(request: Request, answered: Answered) -> Response:
    """The answer; a status of 400 and more is a problem."""
    document, headers = dict(answered.document), dict(PRIVATE)
    if "submission" in document:
        headers["Location"] = f"{BASE}/submissions/{document['submission']}"
    if "revision" in document:
        headers["ETag"] = f'"{document["revision"]}"'
    if answered.again:
        headers["Idempotent-Replayed"] = "true"
    if answered.status < 400:
        return json_response(document, answered.status, headers)
    problem = {
        "type": "about:blank",
        "title": HTTPStatus(answered.status).phrase,
        "status": answered.status,
        "detail": document.get("reason") or "Nothing is published.",
        "instance": request.url.path,
    }
    return json_response(problem | document, answered.status, headers, "application/problem+json")


def json_response(
    document: Any,  # noqa: ANN401 - any JSON
    status: int = 200,
    headers: Mapping[str, str] = PRIVATE,
    media_type: str = "application/json",
) -> Response:
    """JSON with exact digits."""
    return Response(exact_json(document).encode(), status, dict(headers), media_type)


def idempotency_of(request: Request) -> str | None:
    """The Idempotency-Key. Raises BadRequest for one that is none."""
    told = request.headers.get("idempotency-key")
    if told is not None and not _IDEMPOTENCY.fullmatch(told):
        raise BadRequest("An Idempotency-Key has 1 to 200 printable characters of ASCII.", parameter="Idempotency-Key")
    return told


def revision_of(request: Request) -> int | None:
    """What If-Match and If-None-Match ask for, as `Pushed.revision`. Raises BadRequest."""
    match, none = request.headers.get("if-match"), request.headers.get("if-none-match")
    if none is not None:
        if none.strip() != "*" or match is not None:
            raise BadRequest("If-None-Match is * here, and stands alone.", parameter="If-None-Match")
        return -1
    if match is None:
        return None
    if match.strip() == "*":
        return 0
    tag = _TAG.fullmatch(match.strip())
    if tag is None:
        raise HTTPException(412, 'No project has this ETag: If-Match names one as it was answered, like "3".')
    return int(tag[1])


def context_of(request: Request) -> Context:
    """The application's context."""
    found: Context = request.app.state.context
    return found


def _given(connection: Connection, who: Who, idempotency: str, digest: bytes) -> Answered | None:
    """The answer that was given for an Idempotency-Key. Raises HTTPException where that was for another request."""
    given = claim(connection, who.key.id, idempotency, digest)
    if given is None:
        return None
    if given.digest != digest:
        raise HTTPException(422, "This Idempotency-Key was used for another request.")
    return Answered(given.status, given.answer, again=True)


def _kept(connection: Connection, who: Who, idempotency: str | None, answered: Answered) -> Answered:
    """The answer, kept for its Idempotency-Key."""
    if idempotency is not None:
        keep_answer(connection, who.key.id, idempotency, answered.status, answered.document)
    return answered


def _answered(outcome: Outcome, links: str) -> Answered:
    return Answered(status_of(outcome), outcome_document(outcome, links))
