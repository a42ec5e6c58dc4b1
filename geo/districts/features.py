"""Districts as GeoJSON text, made by the database and passed through."""

from __future__ import annotations

from dataclasses import dataclass

import asyncpg

from geo.errors import NotFound
from geo.periods import Interval
from geo.projects.features import Page
from geo.projects.selection import Where, in_box
from geo.sql import query
from geo.store.connecting import ReadPool
from geo.values import Bbox

_FROM = " FROM published.district AS d JOIN published.boundary_set AS b ON b.code = d.set_code"


async def district_feature(pool: ReadPool, district_id: str, *, language: str) -> str:
    """One district as a GeoJSON feature, CRS84. Raises NotFound."""
    text: str | None = await pool.value(
        f"SELECT {query('districts/feature')} {_FROM} WHERE d.id = $2", language, district_id
    )
    if text is None:
        raise NotFound(f"No district has the id {district_id!r}.")
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictSelection:
    """Every condition that is given must hold; `interval` is met by the validity of a district."""

    bbox: Bbox | None = None
    interval: Interval | None = None
    sets: frozenset[str] | None = None


async def district_page(
    pool: ReadPool,
    selection: DistrictSelection,
    *,
    limit: int,
    language: str,
    after: str | None = None,
    matched: int | None = None,
) -> Page:
    """A page of districts in the order of their ids, that begins behind the id `after`."""
    clause = _where(selection, language)
    if after is not None:
        clause.add(f"d.id > {clause.bind(after)}")
    statement = (
        f"SELECT d.id, {query('districts/feature')} AS feature {_FROM}{clause.text} "
        f"ORDER BY d.id LIMIT {clause.bind(limit + 1)}"
    )
    async with pool.snapshot() as connection:
        counted = await _count(connection, selection) if matched is None else matched
        rows = await connection.fetch(statement, *clause.values)
    shown = rows[:limit]
    return Page(tuple(row["feature"] for row in shown), counted, shown[-1]["id"] if len(rows) > limit else None)


async def _count(connection: asyncpg.Connection, selection: DistrictSelection) -> int:
    clause = _where(selection)
    return int(await connection.fetchval(f"SELECT count(*) {_FROM}{clause.text}", *clause.values))


def _where(selection: DistrictSelection, *first: str) -> Where:
    clause = Where(list(first))
    if selection.bbox:
        clause.add(in_box(clause, "d.boundary", selection.bbox))
    if selection.sets is not None:
        clause.add(f"d.set_code = ANY ({clause.bind(sorted(selection.sets))}::text[])")
    if selection.interval is not None:
        _in_interval(clause, selection.interval)
    return clause


def _in_interval(clause: Where, interval: Interval) -> None:
    if interval.start is not None:
        bound = clause.bind(interval.start)
        clause.add(f"coalesce(d.valid_to, b.valid_to, 'infinity') >= {bound}::date")
    if interval.end is not None:
        bound = clause.bind(interval.end)
        clause.add(f"coalesce(d.valid_from, b.valid_from, '-infinity') <= {bound}::date")
