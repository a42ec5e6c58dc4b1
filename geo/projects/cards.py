"""Projects as a list shows them: frozen rows, page by page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from geo import then
from geo.items import Where
from geo.projects.choice import Choice, chosen
from geo.projects.kept import is_tallied, tallied
from geo.sql import query
from geo.store.connecting import ReadPool
from geo.values import Money, Names


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCard:
    """A project in a list. `None` is not entered, unless `withheld` names the fact; `districts` are public ids."""

    id: str
    titles: Names
    status: str | None
    category: str | None
    agency: str
    agency_names: Names
    planned_start: date | None
    planned_end: date | None
    actual_start: date | None
    actual_end: date | None
    original_end: date | None
    progress_planned: Decimal | None
    progress_actual: Decimal | None
    progress_as_of: date | None
    budget: Money | None
    withheld: frozenset[str]
    sample: bool
    days_late: int | None
    days_silent: int | None
    mapped: bool
    districts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardPage:
    """A page of a list; `last` is the place to go on after, None on the last page."""

    cards: tuple[ProjectCard, ...]
    last: str | None


class Order(Enum):
    """How a list is sorted: by a column of the brief, then by the project's id."""

    PROGRESS = "v.by_progress"
    """Works under way first, and among equal statuses those that have got farthest."""
    AGENCY = "v.agency"


async def cards(
    pool: ReadPool,
    choice: Choice,
    *,
    order: Order,
    today: date,
    zone: str = "UTC",
    limit: int = 100,
    after: str | None = None,
    as_of: int | None = None,
) -> CardPage:
    """A page of the choice that begins behind the place `after`, of now or of the publication `as_of`."""
    clause = chosen(choice, today, zone)
    # Few may be left, and at the end of the order: an index of it would be walked through whole, while sorting what is
    # found takes a bounded time.
    narrowed = choice.statuses is not None or choice.categories is not None
    key = f"({order.value} || '')" if narrowed else order.value
    if after is not None:
        place, project_id = json.loads(after)
        clause.add(f"({key}, v.project_id) > ({clause.bind(place)}, {clause.bind(project_id)})")
    # The few rows of the page are picked first, in the brief, so that only narrow rows are read and sorted.
    picked = (
        f"SELECT v.project_id, {key} AS place FROM published.project_brief AS v{clause.text} "  # noqa: S608 - bound
        f"ORDER BY place, v.project_id LIMIT {clause.bind(limit + 1)}"
    )
    statement = (
        f"WITH picked AS MATERIALIZED ({picked}) SELECT p.place, {query('projects/card')} FROM picked AS p "  # noqa: S608
        "JOIN published.project_now AS v USING (project_id) JOIN published.agency AS a ON a.code = v.agency "
        "ORDER BY p.place, v.project_id"
    )
    rows = await then.rows(pool, statement, *clause.values, as_of=as_of)
    shown = rows[:limit]
    last = json.dumps([shown[-1]["place"], shown[-1]["id"]]) if len(rows) > limit else None
    return CardPage(tuple(_card(row) for row in shown), last)


async def count(pool: ReadPool, choice: Choice, *, as_of: int | None = None) -> int:
    """How many projects the choice holds: from the kept tallies where these tell."""
    if is_tallied(choice.selection) and as_of is None:
        clause = Where([])
        source = tallied(clause, choice.selection, choice.all_statuses(), choice.all_categories())
        statement = f"SELECT coalesce(sum(t.projects), 0)::bigint AS count FROM {source}"  # noqa: S608 - bound
    else:
        clause = chosen(choice)
        statement = f"SELECT count(*) AS count FROM published.project_brief AS v{clause.text}"  # noqa: S608 - bound
    row = await then.row(pool, statement, *clause.values, as_of=as_of)
    assert row is not None  # noqa: S101 - an aggregate always has a row
    return int(row["count"])


def _card(row: Mapping[str, Any]) -> ProjectCard:
    facts = dict(row)
    del facts["place"]
    facts["budget"] = money(row, "budget", "budget_currency")
    del facts["budget_currency"]
    return ProjectCard(
        **facts
        | {
            "titles": json.loads(row["titles"]),
            "agency_names": json.loads(row["agency_names"]),
            "withheld": frozenset(row["withheld"]),
            "districts": tuple(row["districts"]),
        }
    )


def money(row: Mapping[str, Any], amount: str, currency: str) -> Money | None:
    """The money in two columns of a row; None where there is no amount."""
    return None if row[amount] is None else Money(row[amount], row[currency])
