"""The tiles of an order, drawn by the database as those that are served, into a spool."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import IO, Final

from api.context import Context
from api.downloads.orders import Order, context_of
from api.ogc.projects import selection
from data.exports.rows import spooled
from data.exports.tiles import record
from geo.districts import current_set
from geo.tiles import Asked, Placed, Whole, every_tile

_KEPT: Final = frozenset({"status", "category", "mapped", "filter-lang", "filter-crs", "bbox-crs"})
"""Parameters that are answered from what is kept of the map, or say nothing alone; all works of a map are mapped."""
_PORTION: Final = 4 * 2**20
"""Bytes that are written at once."""


async def spool_tiles(ctx: Context, order: Order, features: Path, target: Path) -> None:
    """Draw every tile of the works, or of the districts that are in the spool `features`, into another spool.

    A connection is held for as long as it takes. Raises StoreUnavailable where the database does not know the
    publication yet.
    """
    of_works = order.collection.kind == "projects"
    whole = await _works(ctx, order) if of_works else await asyncio.to_thread(_districts, order, features)
    with target.open("wb") as file:
        async with aclosing(every_tile(ctx.pool, whole)) as tiles:
            waiting, size = list[Placed](), 0
            async for one in tiles:
                waiting.append(one)
                size += len(one.data)
                if size >= _PORTION:
                    await asyncio.to_thread(_write, file, waiting)
                    waiting, size = [], 0
            await asyncio.to_thread(_write, file, waiting)


async def _works(ctx: Context, order: Order) -> Whole:
    """The works of an order, with the districts that were in force on its publication's day."""
    given, about = order.given, order.about
    shown = await current_set(ctx.pool, date.fromisoformat(about.day), as_of=about.publication)
    is_kept = given.keys() <= _KEPT and given.get("mapped", True)
    asked = Asked(
        statuses=given.get("status") if is_kept else None,
        categories=given.get("category") if is_kept else None,
        selection=None if is_kept else replace(selection(given, context_of(ctx, order)), as_of=None),
        boundary_set=shown.code if shown else None,
    )
    return Whole(asked, about.publication)


def _districts(order: Order, features: Path) -> Whole:
    ids = frozenset(str(json.loads(text)["id"]) for texts in spooled(features) for text in texts)
    return Whole(Asked(content=frozenset()), order.about.publication, ids)


def _write(file: IO[bytes], tiles: list[Placed]) -> None:
    file.writelines(_records(tiles))


def _records(tiles: list[Placed]) -> Iterator[bytes]:
    for one in tiles:
        yield record(one.tile.zoom, one.tile.x, one.tile.y, one.data)
