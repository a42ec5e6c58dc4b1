"""Where works of the sample city may lie: along its roads and waters, and on its settled ground."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import ceil, hypot
from random import Random
from types import MappingProxyType
from typing import Final, TypeAlias

import shapely
from shapely import LineString, MultiLineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from data.sample import districts
from data.sample.background import background
from data.sample.nodes import Coordinates
from geo.background import LineKind

STEP: Final = 0.001
"""Degrees between the points of a track, about 107 m."""

_REACH: Final = 0.011  # settled ground lies within so many degrees of a trunk road
_SETBACK: Final = 0.003  # and so far inside its district, away from rivers and the sea
_WILD: Final = frozenset({"Đường đèo Hải Vân", "Đường Hoàng Sa"})  # mountain roads, with no town beside them

_DENSITY: Final = MappingProxyType(
    {
        districts.LIEN_CHIEU: 3,
        districts.THANH_KHE: 12,
        districts.HAI_CHAU: 12,
        districts.SON_TRA: 7,
        districts.NGU_HANH_SON: 4,
        districts.CAM_LE: 6,
        districts.HOA_VANG: 1,
    }
)
"""How many works an area attracts, compared with the countryside."""

Corners: TypeAlias = tuple[Coordinates, Coordinates, Coordinates]


@dataclass(frozen=True, slots=True)
class Track:
    """A line to build along, as points about `STEP` apart, each with the code of the district it is in."""

    vi: str
    en: str
    points: tuple[Coordinates, ...]
    districts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Triangle:
    """A piece of settled ground inside one district."""

    corners: Corners
    district: str


@dataclass(frozen=True, slots=True)
class Ground:
    """The roads, the banks and the settled ground, each with running sums to draw from it in proportion to size."""

    roads: tuple[Track, ...]
    road_sums: tuple[float, ...]
    banks: tuple[Track, ...]
    triangles: tuple[Triangle, ...]
    triangle_sums: tuple[float, ...]

    def road(self, rng: Random) -> Track:
        """A road, the longer the likelier."""
        return self.roads[bisect(self.road_sums, rng.random() * self.road_sums[-1])]

    def bank(self, rng: Random) -> Track:
        """A river bank or a shore."""
        return self.banks[int(rng.random() * len(self.banks))]

    def spot(self, rng: Random) -> tuple[float, float, str]:
        """A longitude and latitude on settled ground, in degrees, and the code of its district."""
        triangle = self.triangles[bisect(self.triangle_sums, rng.random() * self.triangle_sums[-1])]
        (ax, ay), (bx, by), (cx, cy) = triangle.corners
        u, v = rng.random(), rng.random()
        if u + v > 1:
            u, v = 1 - u, 1 - v
        return ax + u * (bx - ax) + v * (cx - ax), ay + u * (by - ay) + v * (cy - ay), triangle.district


def _district_of(point: Coordinates) -> str:
    here = Point(point)
    return min(_DENSITY, key=lambda code: districts.outline(code).distance(here))


def _stepped(line: LineString) -> tuple[Coordinates, ...]:
    points: list[Coordinates] = [(line.coords[0][0], line.coords[0][1])]
    for (ax, ay, *_), (bx, by, *_) in zip(line.coords, line.coords[1:], strict=False):
        steps = ceil(hypot(bx - ax, by - ay) / STEP)
        points.extend((ax + (bx - ax) * k / steps, ay + (by - ay) * k / steps) for k in range(1, steps + 1))
    return tuple(points)


def _tracks(*kinds: LineKind) -> tuple[Track, ...]:
    drawn = [(line.names, _stepped(line.line)) for line in background() if line.kind in kinds]
    return tuple(Track(n["vi"], n["en"], points, tuple(map(_district_of, points))) for n, points in drawn)


def _settled(code: str) -> BaseGeometry:
    roads = [b.line for b in background() if b.kind is LineKind.ROAD and b.names["vi"] not in _WILD]
    return districts.outline(code).buffer(-_SETBACK).intersection(MultiLineString(roads).buffer(_REACH, quad_segs=2))


def _corners(triangle: Polygon) -> Corners:
    (ax, ay, *_), (bx, by, *_), (cx, cy, *_) = triangle.exterior.coords[:3]
    return (ax, ay), (bx, by), (cx, cy)


def _triangles() -> list[tuple[Triangle, float]]:
    return [
        (Triangle(_corners(piece), code), piece.area * density)
        for code, density in _DENSITY.items()
        for piece in shapely.get_parts(shapely.constrained_delaunay_triangles(_settled(code)))
    ]


@cache
def ground() -> Ground:
    """The sample city's ground, made once per process from the sketch."""
    roads = _tracks(LineKind.ROAD)
    triangles = _triangles()
    return Ground(
        roads=roads,
        road_sums=tuple(accumulate(float(len(road.points)) for road in roads)),
        banks=_tracks(LineKind.RIVER, LineKind.COAST),
        triangles=tuple(triangle for triangle, _ in triangles),
        triangle_sums=tuple(accumulate(weight for _, weight in triangles)),
    )
