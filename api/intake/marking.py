"""Routes by which the agencies of two works that collide say what they have agreed about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from fastapi import APIRouter, Request
from psycopg import Connection
from starlette.responses import Response

from api.intake.answering import json_response
from api.intake.bodies import JSON, received
from api.intake.callers import caller, refused
from api.intake.documents import BASE
from api.intake.state import intake_of
from data.intake.jsontext import one_value
from data.intake.marking import MarkPush, mark_pair, marks_of_pair
from data.intake.noting import Who
from data.intake.pushed import KeyRevoked, NotAllowed
from data.intake.reading import typed
from geo.errors import NotFound
from geo.intake.keys import Scope
from geo.publishing.marks import Mark

router = APIRouter(prefix=BASE)
_SMALL: Final = 65_536


@router.post("/overlaps/{pair:path}/marks")
async def mark(request: Request, pair: str) -> Response:
    """Mark a pair: agreed to join, sequence agreed, no conflict, or open again."""
    who = await caller(request, Scope.PLAN)
    intake = intake_of(request)
    async with received(request, largest=_SMALL, types=JSON, pause=intake.settings.body_seconds) as body:
        said = typed(MarkPush, one_value(body.read()))

    def work(connection: Connection) -> dict[str, Any]:
        number = mark_pair(connection, intake.desk, who, pair, said)
        return {"pair": pair, "publication": number, "marks": _told(connection, who, pair)}

    try:
        return json_response(await intake.writers.run(work))
    except (NotAllowed, NotFound):
        await refused(intake, who, request, "not the agency's")
        raise
    except KeyRevoked:
        await refused(intake, who, request, "revoked key")
        raise


@router.get("/overlaps/{pair:path}/marks")
async def marks(request: Request, pair: str) -> Response:
    """What was marked of a pair, the newest first."""
    who = await caller(request, Scope.PLAN)
    intake = intake_of(request)
    try:
        told = await intake.clerks.run(lambda connection: _told(connection, who, pair))
    except (NotAllowed, NotFound):
        await refused(intake, who, request, "not the agency's")
        raise
    return json_response({"pair": pair, "marks": told})


def _told(connection: Connection, who: Who, pair: str) -> Sequence[dict[str, Any]]:
    return [mark_document(one) for one in marks_of_pair(connection, who, pair)]


def mark_document(one: Mark) -> dict[str, Any]:
    """A mark as JSON; a reason without an agency is `changed` or `apart`: why the pair is open again."""
    return {
        "state": one.state,
        "reason": one.reason,
        "agency": one.agency,
        "at": one.marked_at.isoformat(),
        "publication": one.publication,
        "saving": one.saving,
        "currency": one.currency,
    }
