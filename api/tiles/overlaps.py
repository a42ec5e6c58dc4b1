"""Tiles of overlaps: from memory as long as nothing is published, else from the database, once for all who ask."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Hashable

from starlette.requests import Request
from starlette.responses import Response

from api.context import Context
from api.http.answers import holds
from api.http.packing import takes_gzip
from api.http.parameters import read
from api.ogc.overlaps import selection
from api.tiles import described
from api.tiles.cache import CACHE, RELEASE, Drawn, TileCache
from api.tiles.sets import TileSet
from geo.overlaps.found import OverlapSelection
from geo.store.connecting import ReadPool
from geo.tiles.address import TileAddress
from geo.tiles.overlaps import read_overlap_tile


class OverlapTiles:
    """The tiles of overlaps of one process."""

    def __init__(self, pool: ReadPool, *, most_bytes: int) -> None:
        self._pool = pool
        self._cache = TileCache(most_bytes)
        self._flights: dict[Hashable, asyncio.Task[Drawn]] = {}

    async def drawn(self, key: Hashable, address: TileAddress, chosen: OverlapSelection, *, newest: int) -> Drawn:
        """A tile that is at least of this publication; `key` stands for all that is asked of it."""
        found = self._cache.get(key, newest)
        if found is not None:
            return found
        flight = (key, newest)
        task = self._flights.get(flight)
        if task is None:
            task = asyncio.ensure_future(self._draw(key, address, chosen, newest))
            self._flights[flight] = task
            task.add_done_callback(lambda done: self._landed(flight, done))
        return await asyncio.shield(task)

    async def _draw(self, key: Hashable, address: TileAddress, chosen: OverlapSelection, newest: int) -> Drawn:
        tile = await read_overlap_tile(self._pool, address, chosen, at_least=newest)
        drawn = Drawn(tile.state.generation, tile.data, packed=False)
        drawn = await asyncio.to_thread(drawn.pack) if drawn.may_be_packed() else drawn
        self._cache.put(key, drawn)
        return drawn

    def _landed(self, flight: Hashable, task: asyncio.Task[Drawn]) -> None:
        del self._flights[flight]
        if not task.cancelled():
            task.exception()  # whoever asked may be gone; a failure is told to those who are not


async def tile(request: Request, address: TileAddress, tiles: TileSet) -> Response:
    """A tile, or 304 where the client has it: as long as nothing is published and the day is the same."""
    ctx: Context = request.app.state.context
    given = read(request, tiles.tile_parameters)
    ctx = await ctx.at(given)
    chosen, newest = selection(given, ctx), (await ctx.pool.newest()).number
    if ctx.moment is None and holds(request, _tag(newest, ctx)):
        return Response(status_code=304, headers=_headers(_tag(newest, ctx)))
    service: OverlapTiles = request.app.state.overlap_tiles
    asked = sorted(pair for pair in request.query_params.multi_items() if pair[0] in given.keys() - {"f"})
    key = (address, tuple(asked), chosen.today, chosen.as_of)
    drawn = await service.drawn(key, address, chosen, newest=newest)
    tag = _tag(drawn.generation, ctx) if ctx.moment is None else _tag_of_then(drawn)
    if ctx.moment is not None and holds(request, tag):
        return Response(status_code=304, headers=_headers(tag))
    if drawn.packed and takes_gzip(request.headers.get("accept-encoding", "")):
        return Response(drawn.body, headers=_headers(tag) | {"Content-Encoding": "gzip"}, media_type=described.MVT)
    return Response(drawn.plain(), headers=_headers(tag), media_type=described.MVT)


def _tag(generation: int, ctx: Context) -> str:
    """The ETag of a tile of now: its states are those of the day."""
    return f'W/"{RELEASE}.{generation}.{ctx.today()}"'


def _tag_of_then(drawn: Drawn) -> str:
    """The ETag of a tile of a past instant, which only a purge changes."""
    return f'W/"{RELEASE}.{hashlib.sha256(drawn.body).hexdigest()[:32]}"'


def _headers(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": CACHE, "Vary": "Accept-Encoding"}
