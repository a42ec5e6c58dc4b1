"""Reads tiles as the program does, for tests."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from geo.codes import Category, Status
from geo.store.connecting import ReadPool
from geo.store.urls import Login
from geo.tiles import Asked, Content, Tile, TileAddress, counts_then, read_tile, read_tile_then
from geo.values import Progress
from tests.builders import EAST, INSIDE_WEST, project, publish, publish_two_districts
from tests.fixtures.database import Database
from tests.mvt import Feature
from tests.mvt import read_tile as layers

WORKS = Asked(content=frozenset({Content.WORKS}))


def at(zoom: int, longitude: float, latitude: float) -> TileAddress:
    """The tile at a place."""
    across = 1 << zoom
    north = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2
    return TileAddress(zoom, int((longitude + 180) / 360 * across), int(north * across))


def read(database: Database, addresses: Iterable[TileAddress], asked: Asked = WORKS) -> dict[TileAddress, Tile]:
    """The tiles, read as the reader."""

    async def reading() -> dict[TileAddress, Tile]:
        pool = ReadPool((Login(database.reader_url),), size=1, statement_timeout=timedelta(seconds=60))
        await pool.open()
        try:
            return {address: await read_tile(pool, address, asked) for address in addresses}
        finally:
            await pool.close()

    return asyncio.run(reading())


def one(database: Database, address: TileAddress, asked: Asked = WORKS) -> dict[str, list[Feature]]:
    """The layers of one tile."""
    return layers(read(database, [address], asked)[address].data)


def one_then(database: Database, address: TileAddress, number: int, asked: Asked = WORKS) -> dict[str, list[Feature]]:
    """The layers of one tile as the publication of a number showed it."""

    async def reading() -> bytes:
        pool = ReadPool((Login(database.reader_url),), size=1, statement_timeout=timedelta(seconds=60))
        await pool.open()
        try:
            return await read_tile_then(pool, address, asked, number, lambda: counts_then(pool, asked, number))
        finally:
            await pool.close()

    return layers(asyncio.run(reading()))


def three(database: Database) -> None:
    """Publish two works beside each other in one district, and one in another."""
    publish_two_districts(database.writer_url)
    publish(
        database.writer_url,
        [
            project("A", footprint=INSIDE_WEST, status=Status.COMPLETED, progress=Progress(actual=Decimal("0.2"))),
            project("B", footprint=INSIDE_WEST, status=Status.SUSPENDED, progress=Progress(actual=Decimal("0.5"))),
            project("C", footprint=EAST.centroid, category=Category.ROAD),
        ],
    )


def properties(features: list[Feature]) -> list[dict[str, Any]]:
    """What the features of a layer say."""
    return [feature.properties for feature in features]
