"""Whether so many works lie in a box that looking through all of them costs less than finding them by their places."""

from __future__ import annotations

import math
from typing import Final

from geo.items import spans
from geo.sql import query
from geo.store.connecting import ReadPool
from geo.values import Bbox

_MOST: Final = 2_000
"""Works that are always found by their places."""
_PART: Final = 30
"""A whole row costs about as much as so many briefs."""
_DEEPEST: Final = 14
_TILES: Final = 60
_POLE: Final = 85.05


async def is_dense(pool: ReadPool, box: Bbox) -> bool:
    """Whether about a thirtieth of all works or more lie in a box; the counts of tiles tell."""
    zoom, tiles = _tiles(box)
    if not tiles:  # at the very edge of the world
        return False
    columns = (list(column) for column in zip(*tiles, strict=True))
    row = await pool.row(query("projects/density"), zoom, *columns, plan="generic")
    assert row is not None  # noqa: S101 - a query without FROM has a row
    return bool(row["works"] > max(_MOST, row["all_works"] / _PART))


def _tiles(box: Bbox) -> tuple[int, list[tuple[int, int, float]]]:
    """At most about `_TILES` tiles of one zoom around the box, each with the part of it that lies in the box."""
    north, south = _down(box.north), _down(box.south)
    across = [((west + 180) / 360, (east + 180) / 360) for west, east in spans(box)]
    width = sum(east - west for west, east in across)
    fitting = (z for z in range(_DEEPEST, 0, -1) if (width * 2**z + 2) * ((south - north) * 2**z + 1) <= _TILES)
    zoom = next(fitting, 0)
    return zoom, [
        (x, y, right * below)
        for west, east in across
        for x, right in _parts(west * 2**zoom, east * 2**zoom, 2**zoom)
        for y, below in _parts(north * 2**zoom, south * 2**zoom, 2**zoom)
    ]


def _parts(start: float, end: float, most: int) -> list[tuple[int, float]]:
    """The whole numbers whose unit steps a line from `start` to `end` crosses, each with the part that it covers."""
    steps = range(max(0, math.floor(start)), min(most, math.floor(end) + 1))
    return [(step, min(end, step + 1) - max(start, step)) for step in steps]


def _down(latitude: float) -> float:
    """How far down the Mercator square a latitude lies, 0 to 1."""
    held = math.radians(max(-_POLE, min(_POLE, latitude)))
    return (1 - math.asinh(math.tan(held)) / math.pi) / 2
