"""Where districts lie: outlines for a map, and one district by its id or its code."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date

from geo import then
from geo.districts.summaries import DistrictSummary
from geo.errors import NotFound
from geo.projects.choice import Choice
from geo.projects.tallies import NOTHING, district_tallies
from geo.sql import query
from geo.store.connecting import ReadPool
from geo.values import Bbox, Names


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictPlace:
    """A district, its boundary set, and its box in CRS84."""

    id: str
    code: str
    names: Names
    set_code: str
    set_names: Names
    sketch: bool
    sample: bool
    view: Bbox


async def district_place(pool: ReadPool, text: str, *, as_of: int | None = None) -> DistrictPlace:
    """The district with this id, or the only one with this code. Raises NotFound."""
    rows = await then.rows(pool, query("districts/place"), text, as_of=as_of)
    rows = [row for row in rows if row["id"] == text] or rows
    if not rows:
        raise NotFound(f"No district has the id {text!r}.")
    if len(rows) > 1:
        raise NotFound(f"More than one district has the code {text!r}: {', '.join(row['id'] for row in rows)}.")
    facts = dict(rows[0])
    view = Bbox(*(facts.pop(edge) for edge in ("west", "south", "east", "north")))
    names = {name: json.loads(facts[name]) for name in ("names", "set_names")}
    return DistrictPlace(**facts | names, view=view)


async def outlines(pool: ReadPool, set_code: str, *, as_of: int | None = None) -> str:
    """The districts of a boundary set as GeoJSON text for a map, simplified to about 3 metres."""
    row = await then.row(pool, query("districts/outlines"), set_code, as_of=as_of)
    assert row is not None  # noqa: S101 - an aggregate always has a row
    return str(row["outlines"])


async def chosen_summaries(
    pool: ReadPool, set_code: str, choice: Choice, *, today: date, as_of: int | None = None
) -> list[DistrictSummary]:
    """The districts of a boundary set with counts of the projects of the codes chosen, by code.

    A project that crosses districts counts in each of them.
    """
    text, values = query("districts/list"), () if as_of is None else (as_of,)
    async with pool.snapshot(at_least=as_of) as connection:
        every = await connection.fetch(then.as_of(text, "$2" if values else None), set_code, *values)
        counted = await district_tallies(connection, set_code, choice, today=today, as_of=as_of)
    return [
        DistrictSummary(
            **{**row, "names": json.loads(row["names"])} | asdict(counted.get(row["id"], NOTHING)),
        )
        for row in every
    ]


async def district_ids(pool: ReadPool) -> list[str]:
    """The ids of all published districts, in order."""
    return [row["id"] for row in await pool.rows("SELECT id FROM published.district ORDER BY id")]
