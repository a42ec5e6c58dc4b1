"""Reads tiles as the program does, for tests."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterable
from datetime import timedelta

from geo.store.connecting import ReadPool
from geo.store.urls import Login
from geo.tiles import Asked, Content, Tile, TileAddress, counts_then, read_tile, read_tile_then
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
