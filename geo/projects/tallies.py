"""Counts of projects: of the whole city, where each counts once, and of agencies."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from geo.projects.choice import Choice, chosen
from geo.sql import query
from geo.store.connecting import ReadPool
from geo.values import Names

LATE = (
    "CROSS JOIN LATERAL published.days_late(v.original_end, v.planned_end, v.actual_end, v.status, $1::date) "
    "AS l (late)"
)
"""The days that `v` is late on the date `$1`, for the counts of `projects/tally`."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of a choice; `mean_delay_days` is of its ongoing works, None where no baseline is known."""

    projects: int
    ongoing: int
    late: int
    unmapped: int
    mean_delay_days: float | None


@dataclass(frozen=True, slots=True)
class AgencyTally:
    """How many projects of a choice an agency has."""

    code: str
    names: Names
    projects: int


async def tally(pool: ReadPool, choice: Choice, *, today: date) -> Tally:
    """Counts of the choice; a project that crosses districts counts once."""
    clause = chosen(choice, today)
    statement = f"SELECT {query('projects/tally')} FROM published.project_now AS v {LATE}{clause.text}"  # noqa: S608
    row = await pool.row(statement, *clause.values)
    assert row is not None  # noqa: S101 - an aggregate always has a row
    return Tally(**row)


async def agency_tallies(pool: ReadPool, choice: Choice) -> list[AgencyTally]:
    """The agencies that have projects of the choice, by code."""
    clause = chosen(choice)
    statement = (
        "SELECT a.code, a.names, count(*) AS projects FROM published.project_now AS v "  # noqa: S608 - bound
        f"JOIN published.agency AS a ON a.code = v.agency{clause.text} GROUP BY a.code ORDER BY a.code"
    )
    rows = await pool.rows(statement, *clause.values)
    return [AgencyTally(row["code"], json.loads(row["names"]), row["projects"]) for row in rows]
