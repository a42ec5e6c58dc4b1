"""Counts of projects: of the whole city, where each counts once, of districts, and of agencies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import asyncpg

from geo import then
from geo.codes import Status
from geo.items import Where
from geo.projects.choice import Choice, chosen
from geo.projects.kept import is_tallied
from geo.sql import query
from geo.store.connecting import ReadPool
from geo.values import Names

_IN_SET: Final = "s.district_id IN (SELECT d.id FROM published.district AS d WHERE d.set_code = {set}::text)"


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of a choice; `mean_delay_days` is of its ongoing works, None where no baseline is known."""

    projects: int
    ongoing: int
    late: int
    unmapped: int
    mean_delay_days: float | None


NOTHING: Final = Tally(0, 0, 0, 0, None)


@dataclass(frozen=True, slots=True)
class AgencyTally:
    """How many projects of a choice an agency has."""

    code: str
    names: Names
    projects: int


async def tally(pool: ReadPool, choice: Choice, *, today: date, as_of: int | None = None) -> Tally:
    """Counts of the choice, which names at most one district and nothing else but codes; each project counts once.

    Raises ValueError for any other choice.
    """
    selection = choice.selection
    if not is_tallied(selection) or selection.mapped is not None or selection.geometry_class is not None:
        raise ValueError("No tallies are kept of this choice.")
    clause = Where([today])
    place = f"s.district_id = {clause.bind(next(iter(selection.districts or ('',))))}::text"
    number = None if as_of is None else clause.bind(as_of)
    row = await pool.row(_statement(clause, place, choice, number), *clause.values, at_least=as_of)
    return NOTHING if row is None else _tally(row)


async def district_tallies(
    connection: asyncpg.Connection, set_code: str, choice: Choice, *, today: date, as_of: int | None = None
) -> dict[str, Tally]:
    """Counts of the codes chosen by the ids of those districts of a set that have any of them.

    A project that crosses districts counts in each of them.
    """
    clause = Where([today])
    places = _IN_SET.format(set=clause.bind(set_code))
    statement = _statement(clause, places, choice, None if as_of is None else clause.bind(as_of))
    rows = await connection.fetch(statement, *clause.values)
    return {row["district_id"]: _tally(row) for row in rows}


async def agency_tallies(pool: ReadPool, choice: Choice, *, as_of: int | None = None) -> list[AgencyTally]:
    """The agencies that have projects of the choice, by code."""
    clause = chosen(choice)
    statement = (
        "SELECT a.code, a.names, count(*) AS projects FROM published.project_brief AS v "  # noqa: S608 - bound
        f"JOIN published.agency AS a ON a.code = v.agency{clause.text} GROUP BY a.code, a.names ORDER BY a.code"
    )
    rows = await then.rows(pool, statement, *clause.values, as_of=as_of)
    return [AgencyTally(row["code"], json.loads(row["names"]), row["projects"]) for row in rows]


def _statement(clause: Where, places: str, choice: Choice, number: str | None) -> str:
    given = {"status": choice.all_statuses(), "category": choice.all_categories()}
    among = {
        column: "" if codes is None else f" AND s.{column} = ANY ({clause.bind(sorted(codes))}::text[])"
        for column, codes in given.items()
    }
    ongoing = given["status"] is None or Status.IMPLEMENTATION in given["status"]
    text = query("projects/tallies" if number is None else "projects/tallies_then").format(
        places=places, statuses=among["status"], categories=among["category"], delays="" if ongoing else " AND false"
    )
    return then.as_of(text, number)


def _tally(row: Mapping[str, Any]) -> Tally:
    return Tally(**{name: row[name] for name in Tally.__slots__})
