"""Read a page of features, or one: each is one statement, so that all of it is of one state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

import asyncpg

from geo.collections import publication
from geo.crs import CRS84, Crs
from geo.errors import NotFound
from geo.items.asked import Asked, Position, Selecting
from geo.items.shaping import shaped
from geo.items.source import Source
from geo.items.statement import page_statement
from geo.items.where import Where
from geo.store.connecting import ReadPool
from geo.store.newest import Newest


@dataclass(frozen=True, slots=True)
class Page:
    """A page of features as GeoJSON in UTF-8, in the order that was asked.

    `matched` counts the whole selection; `following` is where the next page begins, None on the last one; `publication`
    and `published_at` are those of the state that is shown, 0 and None before the first; `newest` is the number of the
    newest publication when the page was read.
    """

    features: tuple[bytes, ...]
    matched: int
    following: Position | None
    publication: int
    published_at: datetime | None
    newest: int


async def read_page(pool: ReadPool, source: Source, selecting: Selecting, asked: Asked) -> Page:
    """A page of the features that are selected.

    Every page of a run shows the state that its first page saw, where the collection keeps a history.
    """
    rows, state = await _rows(pool, source, selecting, asked)
    newest_number = state.number
    if asked.position and source.past and selecting.as_of is None and state.number != asked.position.publication:
        rows, state = await _rows(pool, source, replace(selecting, as_of=asked.position.publication), asked)
    shown = rows[: asked.limit]
    matched = asked.position.matched if asked.position else rows[0]["matched"] if rows else 0
    following = None
    if len(rows) > asked.limit:
        after = tuple(shown[-1][f"k{place}"] for place in range(len(asked.sort) + len(source.key)))
        following = Position(after, matched, state.number)
    features = tuple(row["feature"] for row in shown)
    return Page(features, matched, following, state.number, state.published_at, newest_number)


async def _rows(
    pool: ReadPool, source: Source, selecting: Selecting, asked: Asked
) -> tuple[list[asyncpg.Record], Newest]:
    """The rows of a page and one more, where another page follows; and the state that they show."""
    clause = _begun(source, asked.language, asked.today)
    seen = asked.position.publication if asked.position else None
    statement = page_statement(clause, source, selecting, asked)
    rows = await pool.rows(statement, *clause.values, at_least=seen, plan="custom")
    if rows:
        return rows, Newest(rows[0]["number"] or 0, rows[0]["published_at"])
    return rows, await (pool.newest() if selecting.as_of is None else publication(pool, selecting.as_of))


async def read_feature(
    pool: ReadPool, source: Source, feature_id: str, *, language: str, today: date, crs: Crs = CRS84
) -> str:
    """One feature as GeoJSON. Raises NotFound."""
    clause = _begun(source, language, today)
    feature = shaped(source, clause, crs=crs, geometry=True, properties=None)
    known = source.known_as.format(id=clause.bind(feature_id))
    statement = f"SELECT {feature} FROM {source.now} WHERE {known}"  # noqa: S608 - text of our own, values bound
    text: str | None = await pool.value(statement, *clause.values)
    if text is None:
        raise NotFound(f"Nothing published has the id {feature_id!r} here.")
    return text


def _begun(source: Source, language: str, today: date) -> Where:
    return Where([{"language": language, "today": today}[name] for name in source.takes])
