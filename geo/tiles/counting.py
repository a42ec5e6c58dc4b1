"""Works of a selection counted by district, for low tiles that no cells are kept of: now and at an earlier moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import asyncpg

from geo import then
from geo.items import Where
from geo.projects import Selection
from geo.projects.selection import demand_of_brief, is_in_brief
from geo.sql import query
from geo.store.connecting import ReadPool
from geo.tiles import drawing
from geo.tiles.drawing import COUNTED, Asked, DistrictCount

# Rarely asked, kept until the next publication, and of all works: here two cores are worth more than one.
# Beside the price of looking at footprints the planner would not see that sorting costs more than hashing.
_SETTINGS: Final = (
    "SET LOCAL max_parallel_workers_per_gather = 2; SET LOCAL work_mem = '64MB'; SET LOCAL enable_sort = off"
)


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted of a selection in the districts of a set, and the publication that it was counted at."""

    number: int
    districts: tuple[DistrictCount, ...]


async def count_by_district(
    pool: ReadPool, selection: Selection, set_code: str, *, at_least: int | None = None
) -> Counts:
    """How many works of a selection lie in each district of a set; works without a footprint are not on the map."""
    async with pool.snapshot(at_least=at_least, plan="custom") as connection:
        return await counted(connection, selection, set_code)


async def counted(
    connection: asyncpg.Connection, selection: Selection, set_code: str, *, seconds: float | None = None
) -> Counts:
    """The same in a transaction, which may use more workers and memory from then on, and so many seconds."""
    clause = Where([])
    works = await _works_of(connection, clause, selection, set_code)
    text = query("tiles/district_counts").format(works=works, set=clause.bind(set_code))
    if selection.as_of is not None:
        text = then.at(text, clause.bind(selection.as_of))
    await connection.execute(_SETTINGS)
    rows = await connection.fetch(text, *clause.values, timeout=seconds)
    return Counts(max((row["number"] for row in rows), default=0), tuple(_told(rows)))


def _told(rows: list[asyncpg.Record]) -> Iterator[DistrictCount]:
    for row in rows:
        if row["works"]:
            yield DistrictCount(row["district_id"], row["works"], {name: row[name] for name in COUNTED if row[name]})


async def _works_of(connection: asyncpg.Connection, clause: Where, selection: Selection, set_code: str) -> str:
    """The SQL of how many works of a selection lie in each district."""
    today = replace(selection, as_of=None)
    if selection.as_of is None or not is_in_brief(today):
        return _counted_works(clause, today)
    asks_districts = selection.districts is not None or selection.conditions
    sets = None if asks_districts else [set_code]  # a condition may name districts of any set
    if not await connection.fetchval(query("tiles/kept_since"), selection.as_of, sets):
        return _counted_works(clause, today)
    return _works_then(clause, today, selection.as_of)


def _counted_works(clause: Where, selection: Selection) -> str:
    relation, chosen = drawing.selected(clause, selection, None)
    kind = "kept" if is_in_brief(selection) else "read"
    return query(f"tiles/{kind}_counts").format(relation=relation, chosen=chosen)


def _works_then(clause: Where, selection: Selection, number: int) -> str:
    """The same at an earlier publication since which districts are as they were."""
    before = len(clause.conditions)
    demand_of_brief(clause, selection)
    chosen = "".join(f" AND {condition}" for condition in clause.conditions[before:])
    kinds = Asked(statuses=selection.statuses, categories=selection.categories)
    if selection == Selection(statuses=kinds.statuses, categories=kinds.categories):
        kept = drawing.of_kinds(clause, kinds, "t")
        return query("tiles/tallied_then").format(number=clause.bind(number), kept=kept, chosen=chosen)
    return query("tiles/kept_counts_then").format(number=clause.bind(number), chosen=chosen)
