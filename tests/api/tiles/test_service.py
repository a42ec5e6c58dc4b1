"""Tiles within a process: how often the database is asked, and that what was asked at once is as new as the rest."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any, Final

import asyncpg
import psycopg
import pytest
from shapely import MultiPolygon

from api.tiles.service import Request, TileService
from geo.boundaries import BoundarySet, District
from geo.publishing import publish_districts
from geo.store.connecting import ReadPool
from geo.store.newest import Newest
from geo.store.urls import Login
from geo.tiles import Asked, Content
from tests.builders import INSIDE_WEST, WEST, project, publish, publish_two_districts
from tests.fixtures.database import Database
from tests.geo.tiles.reading import at
from tests.mvt import read_tile

TODAY: Final = date(2026, 11, 23)
HERE: Final = at(9, 108.05, 16.05)
ELSEWHERE: Final = at(10, 108.05, 16.05)
EVERYTHING: Final = Asked()
WORKS: Final = Asked(content=frozenset({Content.WORKS}), boundary_set="old")


class Counting(ReadPool):
    """Counts the rows that are read, and the questions for the newest publication."""

    rows_read = 0
    questions = 0

    async def row(self, statement: str, *values: Any, **more: Any) -> asyncpg.Record | None:  # noqa: ANN401
        self.rows_read += 1
        return await super().row(statement, *values, **more)

    async def newest(self) -> Newest:
        self.questions += 1
        return await super().newest()


@asynccontextmanager
async def tiles_of(database: Database, kind: type[Counting] = Counting) -> AsyncIterator[tuple[Counting, TileService]]:
    pool = kind((Login(database.reader_url),), size=4, statement_timeout=timedelta(seconds=20))
    await pool.open()
    try:
        yield pool, TileService(pool, most_bytes=2**20)
    finally:
        await pool.close()


@pytest.fixture
def filled(database: Database) -> Database:
    publish_two_districts(database.writer_url)
    publish(database.writer_url, [project("A", footprint=INSIDE_WEST)])
    return database


def test_many_who_ask_for_one_missing_tile_ask_the_database_once(filled: Database) -> None:
    async def ask() -> tuple[int, set[bytes]]:
        async with tiles_of(filled) as (pool, service):
            named = await service.named(Request(HERE, WORKS, ""), TODAY)
            many = await asyncio.gather(*(service.drawn(named, None, packed=False) for _ in range(30)))
            return pool.rows_read, {tile.body for tile in many}

    reads, bodies = asyncio.run(ask())
    assert (reads, len(bodies)) == (1, 1)


def test_a_tile_that_nobody_has_is_drawn_without_a_question_before(filled: Database) -> None:
    async def ask() -> tuple[int, int, bool, bool]:
        async with tiles_of(filled) as (pool, service):
            unknown = await service.drawn_at_once(Request(HERE, EVERYTHING, "t"), TODAY)
            await service.named(Request(HERE, EVERYTHING, "t"), TODAY)
            pool.questions = pool.rows_read = 0
            found = await service.drawn_at_once(Request(HERE, EVERYTHING, "t"), TODAY)
            again = await service.drawn_at_once(Request(HERE, EVERYTHING, "t"), TODAY)
            assert unknown is None
            return pool.questions, pool.rows_read, found is not None and bool(found[1].body), again is None

    assert asyncio.run(ask()) == (0, 1, True, True)


def test_a_tile_drawn_at_once_does_not_show_the_districts_of_before(filled: Database) -> None:
    async def ask() -> set[str]:
        async with tiles_of(filled) as (_, service):
            await service.named(Request(HERE, EVERYTHING, "t"), TODAY)
            publish_a_division_in_force(filled.writer_url)
            wanted = Request(ELSEWHERE, EVERYTHING, "t")
            assert await service.drawn_at_once(wanted, TODAY) is None
            named = await service.named(wanted, TODAY)
            drawn = await service.drawn(named, None, packed=False)
            return {one.properties["boundary_set"] for one in read_tile(drawn.body)["districts"]}

    assert asyncio.run(ask()) == {"new"}


def test_at_once_knows_a_tile_that_was_withdrawn_meanwhile(filled: Database) -> None:
    async def ask() -> tuple[bool, bytes]:
        async with tiles_of(filled) as (_, service):
            named = await service.named(Request(HERE, WORKS, ""), TODAY)
            publish(filled.writer_url, [project("B", footprint=INSIDE_WEST)])
            first = await service.drawn_at_once(Request(HERE, WORKS, ""), TODAY)
            later = await service.named(Request(HERE, WORKS, ""), TODAY)
            drawn = await service.drawn(later, await service.generation(later, asked_for=False), packed=False)
            return first is None and later.number > named.number, drawn.body

    noticed, body = asyncio.run(ask())
    assert noticed
    assert sorted(one.properties["id"] for one in read_tile(body)["projects"]) == ["A", "B"]


def test_nothing_is_drawn_at_once_behind_a_publication_that_was_told(filled: Database) -> None:
    async def ask() -> list[bool]:
        async with tiles_of(filled) as (pool, service):
            await service.named(Request(HERE, WORKS, ""), TODAY)
            publish(filled.writer_url, [project("B", footprint=INSIDE_WEST)])
            await pool.newest()  # for another answer
            found = [await service.drawn_at_once(Request(HERE, WORKS, ""), TODAY)]
            await service.named(Request(HERE, WORKS, ""), TODAY)
            found.append(await service.drawn_at_once(Request(HERE, WORKS, ""), TODAY))
            return [one is None for one in found]

    assert asyncio.run(ask()) == [True, False]


def publish_a_division_in_force(url: str) -> None:
    division = BoundarySet(code="new", names={"vi": "Một quận"}, valid_from=date(2025, 7, 1))
    district = District(code="one", names={"vi": "Một"}, boundary=MultiPolygon([WEST]))
    with psycopg.connect(url) as connection:
        publish_districts(connection, division, [district])
