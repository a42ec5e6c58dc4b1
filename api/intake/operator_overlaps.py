"""The operator page of works that collide: a planner of the agency sees the open pairs, and says what is agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from fastapi import APIRouter, Request
from psycopg import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.intake.callers import refused
from api.intake.operator import Operator, deciding, operator_of, see, shown_page
from api.intake.state import intake_of
from api.pages.overlap_choosing import agencies
from api.pages.pairing_names import reopened_names
from api.pages.site import Here, Page
from data.intake.findings import Untypable
from data.intake.marking import MarkPush, mark_pair
from data.intake.pushed import NotAllowed
from data.intake.reading import typed
from geo.errors import NotFound
from geo.intake.keys import Scope
from geo.intake.pairs import own_pairs
from geo.overlaps.asking import named
from geo.publishing.marks import State
from geo.values import Money

router = APIRouter(prefix="/operator/overlaps")
_SHOWN: Final = 50
_MARKED: Final = tuple(state for state in State if state is not State.OPEN)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A pair as the page shows it; `row` is of `marks/own_pairs`."""

    row: Mapping[str, Any]
    at_stake: Money

    @property
    def joint(self) -> tuple[date, date] | None:
        """When both could be done at once."""
        return (self.row["joint_start"], self.row["joint_end"]) if self.row["joint_start"] else None


@router.get("")
async def overlaps(request: Request, page: Here) -> Response:
    """The agency's pairs: those that are open and not over, then those that are marked."""
    operator = await operator_of(request, page)
    return see(page, "") if operator is None else await _listed(request, page, operator)


@router.post("/marks")
async def mark(request: Request, page: Here) -> Response:
    """Mark a pair, for a reason."""
    operator, form = await deciding(request, page, Scope.PLAN)
    intake, pair = intake_of(request), form.get("pair", "")
    try:
        said = typed(MarkPush, {"state": form.get("state", ""), "reason": " ".join(form.get("reason", "").split())})
    except Untypable:
        return await _listed(request, page, operator, status=422, fault="reason")
    try:
        await intake.writers.run(lambda db: mark_pair(db, intake.desk, operator.who, pair, said))
    except NotFound:
        return await _listed(request, page, operator, status=404, fault="gone")
    except NotAllowed:
        await refused(intake, operator.who, request, "not the agency's")
        raise
    return see(page, "/overlaps")


async def _listed(
    request: Request, page: Page, operator: Operator, *, status: int = 200, fault: str | None = None
) -> Response:
    key, intake, today = operator.who.key, intake_of(request), page.ctx.city.today()
    if not key.may(Scope.PLAN):
        await refused(intake, operator.who, request, "the scope is missing")
        raise HTTPException(403, f"The key has not the scope {Scope.PLAN}.")

    def look(connection: Connection) -> dict[str, list[_Pair]]:
        open_ones = own_pairs(connection, key.agency, today, states=[State.OPEN], current=True, limit=_SHOWN)
        marked = own_pairs(connection, key.agency, today, states=_MARKED, limit=_SHOWN)
        return {"open": [*map(_pair, open_ones)], "marked": [*map(_pair, marked)]}

    found = await intake.clerks.run(look)
    ids = {pair.row[f"{side}_id"] for pairs in found.values() for pair in pairs for side in ("one", "other")}
    words = {
        "called": await named(page.ctx.pool, sorted(ids)),
        "agencies": await agencies(page),
        "reopened": reopened_names(page.translate),
        "marks": list(State),
    }
    return shown_page(page, "operator_overlaps.html", status, operator=operator, fault=fault, **words, **found)


def _pair(row: Mapping[str, Any]) -> _Pair:
    return _Pair(row, Money(row["score"], row["currency"]))
