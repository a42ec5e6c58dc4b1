"""What the duties of agencies are measured by, and how many rows of theirs are held."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from geo.sql import query
from geo.store.connecting import ReadPool
from geo.values import Names


@dataclass(frozen=True, slots=True)
class AgencyState:
    """An agency: when something of it was published last (UTC), and how many of its ongoing works have told lately."""

    code: str
    names: Names
    updated_at: datetime
    ongoing: int
    reported: int


@dataclass(frozen=True, slots=True)
class Decided:
    """So many decisions of one day that were published on another (UTC)."""

    agency: str
    decided_on: date
    published_on: date
    decisions: int


async def agency_states(pool: ReadPool, agency: str | None, *, recent: date) -> list[AgencyState]:
    """The agencies of which something was ever published; progress of a date behind `recent` was told lately."""
    rows = await pool.rows(query("disclosed/agencies"), agency, recent)
    return [
        AgencyState(row["code"], json.loads(row["names"]), row["updated_at"], row["ongoing"], row["reported"])
        for row in rows
    ]


async def decided(pool: ReadPool, agency: str | None, *, after: date) -> list[Decided]:
    """The decisions that were published after a day."""
    rows = await pool.rows(query("disclosed/decided"), agency, after)
    return [Decided(*(row[name] for name in Decided.__slots__)) for row in rows]


async def held(pool: ReadPool, agency: str | None) -> dict[str, int]:
    """How many rows are held, by agency; '' where it is not known whose they are."""
    return {row["agency"]: row["held"] for row in await pool.rows(query("disclosed/held"), agency)}
