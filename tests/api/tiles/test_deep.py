"""Tiles deeper than zoom 14, which share the age of the one that they lie in."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import asyncpg

from api.tiles.cache import Drawn
from api.tiles.service import Request, TileService
from geo.tiles import TileAddress
from tests.api.tiles.test_service import TODAY, WORKS, Counting, tiles_of
from tests.builders import INSIDE_WEST, project, publish
from tests.fixtures.database import Database
from tests.geo.tiles.reading import at
from tests.mvt import read_tile

HERE: Final = at(16, 108.05, 16.05)
BESIDE: Final = TileAddress(16, HERE.x ^ 1, HERE.y)


async def drawn(service: TileService, tile: TileAddress) -> tuple[int, Drawn]:
    """A tile, and the newest publication that was known when it was asked for."""
    named = await service.named(Request(tile, WORKS, ""), TODAY)
    return named.number, await service.drawn(named, None, packed=False)


def test_a_tile_beside_another_is_drawn_without_asking_for_its_age_again(database: Database) -> None:
    async def ask() -> tuple[list[int], list[int]]:
        async with tiles_of(database) as (pool, service):
            reads, generations = [], []
            for name, tile in (("A", HERE), (None, BESIDE), ("B", HERE), (None, BESIDE)):
                if name is not None:
                    publish(database.writer_url, [project(name, footprint=INSIDE_WEST)])
                pool.rows_read = 0
                number, found = await drawn(service, tile)
                assert number == found.generation
                reads.append(pool.rows_read)
                generations.append(found.generation)
            return reads, generations

    reads, generations = asyncio.run(ask())
    assert reads == [2, 1, 2, 1]
    assert generations[0] == generations[1] < generations[2] == generations[3]


class Publishing(Counting):
    """Publishes something behind the first tile that is read."""

    then: Any = None

    async def row(self, statement: str, *values: Any, **more: Any) -> asyncpg.Record | None:  # noqa: ANN401
        found = await super().row(statement, *values, **more)
        if self.then is not None:
            publish_it, self.then = self.then, None
            await asyncio.to_thread(publish_it)
        return found


def test_what_is_published_between_a_tile_and_its_age_is_on_the_tile_of_that_age(database: Database) -> None:
    publish(database.writer_url, [project("A", footprint=INSIDE_WEST)])

    async def ask() -> tuple[int, int, Drawn]:
        async with tiles_of(database, Publishing) as (pool, service):
            assert isinstance(pool, Publishing)
            pool.then = lambda: publish(database.writer_url, [project("B", footprint=INSIDE_WEST)])
            number, found = await drawn(service, HERE)
            return number, pool.rows_read, found

    number, reads, found = asyncio.run(ask())
    assert reads == 3
    assert found.generation > number
    assert sorted(one.properties["id"] for one in read_tile(found.body)["projects"]) == ["A", "B"]
