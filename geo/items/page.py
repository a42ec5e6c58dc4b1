"""Read a page of features, or one: each is one statement, so that all of it is of one state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from itertools import chain

import asyncpg

from geo import then
from geo.collections import publication
from geo.crs import CRS84, Crs
from geo.errors import NotFound
from geo.items.asked import Asked, Position, Selecting
from geo.items.shaping import shaped
from geo.items.source import Source
from geo.items.statement import PART, SEPARATOR, page_statement
from geo.items.where import Where
from geo.store.connecting import ReadPool
from geo.store.newest import Newest


@dataclass(frozen=True, slots=True)
class Page:
    """A page of features as GeoJSON in UTF-8, in the order that was asked; they come in parts, joined by `SEPARATOR`.

    `returned` counts them, `matched` the whole selection; `following` is where the next page begins, None on the last
    one; `publication` and `published_at` are those of the state that is shown, 0 and None before the first; `newest` is
    the number of the newest publication when the page was read.
    """

    parts: tuple[bytes, ...]
    returned: int
    matched: int
    following: Position | None
    publication: int
    published_at: datetime | None
    newest: int

    def features(self) -> Iterator[bytes]:
        """One by one."""
        return chain.from_iterable(part.split(SEPARATOR) for part in self.parts)


async def read_page(pool: ReadPool, source: Source, selecting: Selecting, asked: Asked) -> Page:
    """A page of the features that are selected.

    Every page of a run shows the state that its first page saw.
    """
    rows, state = await _rows(pool, source, selecting, asked)
    newest_number = state.number
    if asked.position and selecting.as_of is None and state.number != asked.position.publication:
        rows, state = await _rows(pool, source, replace(selecting, as_of=asked.position.publication), asked)
    matched = asked.position.matched if asked.position else rows[0]["matched"] or 0 if rows else 0
    return Page(
        tuple(row["features"] for row in rows if row["returned"]),
        sum(row["returned"] for row in rows),
        matched,
        _following(rows, matched, state.number, len(asked.sort) + len(source.key)),
        state.number,
        state.published_at,
        newest_number,
    )


def _following(rows: Sequence[asyncpg.Record], matched: int, publication_number: int, keys: int) -> Position | None:
    if not any(row["more"] for row in rows):
        return None
    last = next(row for row in rows if row["ends"])
    return Position(tuple(last[f"k{place}"] for place in range(keys)), matched, publication_number)


async def _rows(
    pool: ReadPool, source: Source, selecting: Selecting, asked: Asked
) -> tuple[list[asyncpg.Record], Newest]:
    """The parts of a page, and the state that they show."""
    clause = _begun(source, asked.language, asked.today, asked.zone)
    seen = asked.position.publication if asked.position else selecting.as_of
    statement = page_statement(clause, source, selecting, asked)
    alike = selecting.found is not None or (selecting.alike and selecting.as_of is None)
    once = alike and not asked.sort and asked.limit <= PART
    rows = await pool.rows(statement, *clause.values, at_least=seen, plan="generic" if once else "custom")
    if not rows and asked.limit > PART:  # a large page that is empty has no row; that of a small one tells its state
        return await _rows(pool, source, selecting, replace(asked, limit=PART))
    if rows and (rows[0]["published_at"] or selecting.as_of is None):
        return rows, Newest(rows[0]["number"] or 0, rows[0]["published_at"])
    return rows, await (pool.newest() if selecting.as_of is None else publication(pool, selecting.as_of))


async def read_feature(
    pool: ReadPool,
    source: Source,
    feature_id: str,
    *,
    language: str,
    today: date,
    zone: str = "UTC",
    crs: Crs = CRS84,
    as_of: int | None = None,
) -> bytes:
    """One feature as GeoJSON in UTF-8, as it is published or was at a publication. Raises NotFound."""
    values = _begun(source, language, today, zone).values
    if as_of is None:
        text: bytes | None = await pool.value(_one(source, crs), *values, feature_id)
    else:
        statement = _one(source, crs, of_then=True)
        text = await pool.value(statement, *values, feature_id, as_of, at_least=as_of, plan="generic")
    if text is None:
        raise NotFound(f"Nothing published has the id {feature_id!r} here.")
    return text


@lru_cache(maxsize=64)  # few, and each asked again and again
def _one(source: Source, crs: Crs, *, of_then: bool = False) -> str:
    """The statement of one feature; the id is bound behind what the source takes, behind it the number of then."""
    clause = Where([None] * len(source.takes))
    known = source.known_as.format(id=clause.bind(None))
    number = clause.bind(None) if of_then else None
    feature = shaped(source.at(number), clause, crs=crs, geometry=True, properties=None)
    statement = f"SELECT {feature} FROM {source.by_key(number)} WHERE {known}"  # noqa: S608 - of our own, values bound
    return then.as_of(statement, number)


def _begun(source: Source, language: str, today: date, zone: str) -> Where:
    return Where([{"language": language, "today": today, "zone": zone}[name] for name in source.takes])
