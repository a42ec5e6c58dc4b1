"""Footprints of sample works, drawn at random on the sample city's ground.

Sizes are in degrees of EPSG:4326, for 0.001 degrees is about 107 m each way here. `scale` (above 0, up to 1) shrinks a
work, so that a million of them still fit into one city. Coordinates have 6 decimals.
"""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin
from random import Random
from types import MappingProxyType
from typing import Final, NamedTuple

import shapely
from shapely import LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from data.sample.ground import Ground, Track
from data.sample.kinds import Form
from data.sample.nodes import Coordinates

_DIGITS: Final = 6
_CORNERS_OF_A_GREEN: Final = 9
_L_SHAPE: Final = ((-1, -1), (1, -1), (1, 0), (0, 0), (0, 1), (-1, 1))
_RECTANGLE: Final = ((-1, -1), (1, -1), (1, 1), (-1, 1))


class Placed(NamedTuple):
    """A footprint, the code of the district it starts in, and the road or water it follows."""

    footprint: BaseGeometry
    district: str
    track: Track | None = None


def _rounded(x: float, y: float) -> Coordinates:
    return round(x, _DIGITS), round(y, _DIGITS)


def _part(rng: Random, track: Track, steps: float) -> tuple[LineString, str]:
    """So many steps of a track from a random start, moved aside by up to 20 m, and the district at its start."""
    length = max(2, min(int(steps) + 1, len(track.points)))
    start = int(rng.random() * (len(track.points) - length + 1))
    dx, dy = (rng.random() - 0.5) * 4e-4, (rng.random() - 0.5) * 4e-4
    points = [_rounded(x + dx, y + dy) for x, y in track.points[start : start + length]]
    return LineString(points), track.districts[start]


def _lane(rng: Random, here: Ground, scale: float) -> Placed:
    track = here.road(rng)
    line, district = _part(rng, track, rng.uniform(4, 25) * scale)
    return Placed(line, district, track)


def _lanes(rng: Random, here: Ground, scale: float) -> Placed:
    track = here.road(rng)
    one, district = _part(rng, track, rng.uniform(2, 7) * scale)
    two, _ = _part(rng, track, rng.uniform(2, 7) * scale)
    return Placed(MultiLineString([one, two]), district, track)


def _surface(rng: Random, here: Ground, scale: float) -> Placed:
    track = here.road(rng)
    line, district = _part(rng, track, rng.uniform(5, 22) * scale)
    strip = line.buffer(rng.uniform(6e-5, 1.6e-4), cap_style="flat", join_style="mitre")
    return Placed(shapely.set_precision(strip, 10.0**-_DIGITS), district, track)


def _trunk(rng: Random, here: Ground, scale: float) -> Placed:
    track = here.road(rng)
    line, district = _part(rng, track, rng.uniform(45, 120) * scale)
    return Placed(line, district, track)


def _bank(rng: Random, here: Ground, scale: float) -> Placed:
    track = here.bank(rng)
    line, district = _part(rng, track, rng.uniform(5, 18) * scale)
    return Placed(line, district, track)


def _street(rng: Random, here: Ground, scale: float) -> Placed:
    x, y, district = here.spot(rng)
    turn, half = rng.random() * pi, max(rng.uniform(0.0006, 0.002) * scale, 1e-4)
    bend = rng.uniform(-0.4, 0.4)
    points = [(-cos(turn), -sin(turn)), (0.0, 0.0), (cos(turn + bend), sin(turn + bend))]
    return Placed(LineString([_rounded(x + half * px, y + half * py) for px, py in points]), district)


def _block(rng: Random, x: float, y: float, scale: float, corners: tuple[tuple[int, int], ...]) -> Polygon:
    wide, deep = (max(rng.uniform(0.0003, 0.0009) * scale, 5e-5) for _ in range(2))
    turn = rng.random() * pi
    c, s = cos(turn), sin(turn)
    return Polygon([_rounded(x + c * wide * u - s * deep * v, y + s * wide * u + c * deep * v) for u, v in corners])


def _site(rng: Random, here: Ground, scale: float) -> Placed:
    x, y, district = here.spot(rng)
    return Placed(_block(rng, x, y, scale, _RECTANGLE), district)


def _estate(rng: Random, here: Ground, scale: float) -> Placed:
    x, y, district = here.spot(rng)
    return Placed(_block(rng, x, y, 2 * scale, _L_SHAPE), district)


def _sites(rng: Random, here: Ground, scale: float) -> Placed:
    x, y, district = here.spot(rng)
    apart = 0.003 * scale + 2e-4  # farther than two blocks are wide: they never overlap
    one, two = (_block(rng, x + dx, y, scale, _RECTANGLE) for dx in (-apart, apart))
    return Placed(MultiPolygon([one, two]), district)


def _green(rng: Random, here: Ground, scale: float) -> Placed:
    x, y, district = here.spot(rng)
    size = max(rng.uniform(0.0006, 0.002) * scale, 1e-4)
    turns = [2 * pi * k / _CORNERS_OF_A_GREEN for k in range(_CORNERS_OF_A_GREEN)]
    radii = [size * rng.uniform(0.6, 1) for _ in turns]
    return Placed(
        Polygon([_rounded(x + r * cos(t), y + r * sin(t)) for r, t in zip(radii, turns, strict=True)]), district
    )


def _spot(rng: Random, here: Ground, _: float) -> Placed:
    x, y, district = here.spot(rng)
    return Placed(Point(_rounded(x, y)), district)


def _spots(rng: Random, here: Ground, scale: float) -> Placed:
    x, y, district = here.spot(rng)
    reach = 0.002 * scale
    offsets = [(rng.uniform(-reach, reach), rng.uniform(-reach, reach)) for _ in range(rng.randrange(2, 6))]
    return Placed(MultiPoint([_rounded(x + dx, y + dy) for dx, dy in offsets]), district)


_DRAW: Final[MappingProxyType[Form, Callable[[Random, Ground, float], Placed]]] = MappingProxyType(
    {
        Form.LANE: _lane,
        Form.LANES: _lanes,
        Form.SURFACE: _surface,
        Form.TRUNK: _trunk,
        Form.STREET: _street,
        Form.BANK: _bank,
        Form.SITE: _site,
        Form.ESTATE: _estate,
        Form.SITES: _sites,
        Form.GREEN: _green,
        Form.SPOT: _spot,
        Form.SPOTS: _spots,
    }
)


def place(rng: Random, here: Ground, form: Form, scale: float) -> Placed:
    """A footprint of that form somewhere in the city, valid, in EPSG:4326, longitude first."""
    return _DRAW[form](rng, here, scale)
