"""Projects as GeoJSON text, made by the database and passed through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import asyncpg

from geo.errors import NotFound
from geo.projects.selection import Selection, where
from geo.sql import query
from geo.store.connecting import ReadPool

_FROM = " FROM published.project_now AS v JOIN published.agency AS a ON a.code = v.agency"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of features as GeoJSON texts in CRS84, in the order of their ids.

    `matched` counts the whole selection; `last` is the id to go on after, None on the last page.
    """

    features: tuple[str, ...]
    matched: int
    last: str | None


async def feature(pool: ReadPool, project_id: str, *, language: str, today: date) -> str:
    """One project as a GeoJSON feature, CRS84. Raises NotFound."""
    statement = f"SELECT {query('projects/feature')} {_FROM} WHERE v.project_id = $3"
    text: str | None = await pool.value(statement, language, today, project_id)
    if text is None:
        raise NotFound(f"No published project has the id {project_id!r}.")
    return text


async def page(
    pool: ReadPool,
    selection: Selection,
    *,
    limit: int,
    language: str,
    today: date,
    after: str | None = None,
    matched: int | None = None,
) -> Page:
    """A page of the selection that begins behind the id `after`; `matched` spares the count where it is known."""
    clause = where(selection, language, today)
    if after is not None:
        clause.add(f"v.project_id > {clause.bind(after)}")
    statement = (
        f"SELECT v.project_id, {query('projects/feature')} AS feature {_FROM}{clause.text} "
        f"ORDER BY v.project_id LIMIT {clause.bind(limit + 1)}"
    )
    async with pool.snapshot() as connection:
        counted = await _count(connection, selection) if matched is None else matched
        rows = await connection.fetch(statement, *clause.values)
    shown = rows[:limit]
    last = shown[-1]["project_id"] if len(rows) > limit else None
    return Page(features=tuple(row["feature"] for row in shown), matched=counted, last=last)


async def _count(connection: asyncpg.Connection, selection: Selection) -> int:
    clause = where(selection)
    statement = f"SELECT count(*) FROM published.project_now AS v{clause.text}"  # noqa: S608 - bound
    return int(await connection.fetchval(statement, *clause.values))
