"""Tiles: drawn by the database, from the cache, held by the client, and the whole city in one."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, NamedTuple

from benchmarks.asking import ask
from benchmarks.cases.case import Case, Floors, Limit, bare
from benchmarks.city import CORE

WORKS: Final = "/collections/projects/tiles/WebMercatorQuad"
EVERYTHING: Final = "/tiles/WebMercatorQuad"
PEER: Final = "/collections/bench.work/tiles/WebMercatorQuad"
LOW_ZOOMS: Final = (8, 9, 10, 11)
_MOST: Final = 256
_CELLS: Final = b"project_cells"


class Address(NamedTuple):
    """A tile of the Web Mercator quad, `y` to the south."""

    zoom: int
    x: int
    y: int

    def path(self, tiles: str) -> str:
        """Where it is asked for: row before column."""
        return f"{tiles}/{self.zoom}/{self.y}/{self.x}"

    def peer_path(self) -> str:
        """Where tipg has it: column before row."""
        return f"{PEER}/{self.zoom}/{self.x}/{self.y}"


def cases(base: str, rows: int, only: str) -> Iterator[Case]:
    """The cases of tiles; which ones show shapes is learnt from the service at `base`."""
    for zoom, floors in ((14, Floors(limit=0.9, peers={"tipg": 3})), (16, Floors(limit=0.9, peers={"tipg": 3}))):
        name = f"tile of zoom {zoom}, not cached"
        if only in name:
            yield _drawn(name, base, zoom, floors)
    small = _spread([at(16, lon, lat) for lon, lat in _core(24)])
    paths = [tile.path(EVERYTHING) for tile in small]
    yield Case(name="tile, cached", paths=paths, limit=Limit.EMPTY, floors=Floors(limit=0.5), gzip=True)
    if only in "tile, held by the client (304)":
        etags = [ask(base, path).etag for path in paths]
        yield Case(
            name="tile, held by the client (304)",
            paths=paths,
            etags=etags,
            limit=Limit.EMPTY,
            floors=Floors(limit=0.8),
        )
    yield from _whole_city(rows)


def at(zoom: int, lon: float, lat: float) -> Address:
    """The tile that a place lies in."""
    size = 1 << zoom
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return Address(zoom, int((lon + 180) / 360 * size), int(y * size))


def _drawn(name: str, base: str, zoom: int, floors: Floors) -> Case:
    """Tiles over the core that show works as shapes, so that the same SQL draws them all."""
    tiles = _spread([at(zoom, lon, lat) for lon, lat in _core(32)])
    shown = [tile for tile in tiles if _CELLS not in ask(base, tile.path(WORKS)).body]
    return Case(
        name=name,
        paths=[tile.path(WORKS) for tile in shown],
        limit=Limit.SQL,
        statement=bare("tile_shapes", zoom=zoom),
        values={"column": [tile.x for tile in shown], "line": [tile.y for tile in shown]},
        floors=floors,
        cached=False,
        peers={"tipg": [tile.peer_path() for tile in shown]},
    )


def _whole_city(rows: int) -> Iterator[Case]:
    """One client after another, as the floor is meant; and, without a floor, sixteen at once."""
    lon, lat = (CORE.west + CORE.east) / 2, (CORE.south + CORE.north) / 2
    paths = [at(zoom, lon, lat).path(EVERYTHING) for zoom in LOW_ZOOMS]
    large = rows > 100_000
    floors = Floors(p95=150 if large else 50, kib=512 if large else 256, rows=5)
    name = f"whole city in one tile (z{LOW_ZOOMS[0]}-z{LOW_ZOOMS[-1]}), not cached"
    yield Case(name=f"{name}, 1 connection", paths=paths, floors=floors, cached=False, connections=1)
    yield Case(name=f"{name}, 16 connections", paths=paths, floors=Floors(), cached=False)


def _core(side: int) -> list[tuple[float, float]]:
    steps = [(place + 0.5) / side for place in range(side)]
    return [
        (CORE.west + (CORE.east - CORE.west) * x, CORE.south + (CORE.north - CORE.south) * y)
        for x in steps
        for y in steps
    ]


def _spread(tiles: list[Address]) -> list[Address]:
    """At most so many different tiles, evenly over the list."""
    different = sorted(set(tiles))
    return different[:: max(1, math.ceil(len(different) / _MOST))]
