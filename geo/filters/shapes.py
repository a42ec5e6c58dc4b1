"""Geometry literals: GeoJSON objects and boxes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import shapely
from shapely.geometry import shape as drawn
from shapely.geometry.base import BaseGeometry

from geo.filters.limits import Limits, bad, too_pointed
from geo.filters.tree import Box, Shape

# How deep the lists of coordinates nest, and how many positions the innermost list has at least.
_FORMS: Final[Mapping[str, tuple[int, int]]] = {
    "Point": (0, 1),
    "MultiPoint": (1, 1),
    "LineString": (1, 2),
    "MultiLineString": (2, 2),
    "Polygon": (2, 4),
    "MultiPolygon": (3, 4),
}
_COLLECTION: Final = "GeometryCollection"
KINDS: Final = frozenset({*_FORMS, _COLLECTION})
_NEAREST: Final = 1e-30
"""Nor is any that is measured nearer to 0 than this; GEOS need not end with what cannot be squared."""
_FARTHEST: Final = 1e9
"""No coordinate of any system on Earth is larger; the square of what is larger does not fit a float's digits."""


class Shapes:
    """Reads the geometries of one filter and counts their corners."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._corners = 0

    def shape(self, value: Mapping[str, Any]) -> Shape:
        """A GeoJSON geometry; heights are left out. Raises BadRequest, also where it is not valid."""
        geometry = shapely.force_2d(self._geometry(value))
        if not shapely.is_valid(geometry):
            raise bad(f"A geometry of the filter is not valid: {shapely.is_valid_reason(geometry)}.")
        return Shape(geometry)

    def _geometry(self, value: Mapping[str, Any]) -> BaseGeometry:
        kind = value.get("type")
        if kind == _COLLECTION:
            return self._collection(value)
        members = {"type", "coordinates", "bbox"}
        if not isinstance(kind, str) or kind not in _FORMS or not set(value) <= members:
            raise bad(f"A geometry of the filter is none of {', '.join(sorted(KINDS))}.")
        nesting, fewest = _FORMS[kind]
        coordinates = self._positions(value.get("coordinates"), nesting, fewest)
        if fewest == 4:
            _closed(coordinates, nesting)
        return drawn({"type": kind, "coordinates": coordinates})

    def _collection(self, value: Mapping[str, Any]) -> BaseGeometry:
        members = value.get("geometries")
        if not isinstance(members, list) or not members or not all(isinstance(one, Mapping) for one in members):
            raise bad("A GeometryCollection has a list of geometries.")
        if any(one.get("type") == _COLLECTION for one in members):
            raise bad("A GeometryCollection holds no other.")
        return shapely.GeometryCollection([self._geometry(one) for one in members])

    def _positions(self, value: Any, nesting: int, fewest: int) -> Any:  # noqa: ANN401 - lists of lists
        if nesting == 0:
            self._corners += 1
            if self._corners > self._limits.vertices:
                raise too_pointed(self._limits)
            return _position(value)
        if not isinstance(value, list) or len(value) < (fewest if nesting == 1 else 1):
            raise bad("A geometry of the filter has too few coordinates.")
        return [self._positions(one, nesting - 1, fewest) for one in value]


def _position(value: Any) -> tuple[float, ...]:  # noqa: ANN401 - what a client sent
    if not isinstance(value, list) or not 2 <= len(value) <= 3:
        raise bad("A position of a geometry has two or three numbers.")
    return tuple(_coordinate(one) for one in value)


def _coordinate(value: Any) -> float:  # noqa: ANN401 - what a client sent
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise bad("The coordinates of a geometry are numbers.")
    number = float(value)
    if not math.isfinite(number) or abs(number) > _FARTHEST:
        raise bad(f"A coordinate of the filter is beyond {_FARTHEST:.0f}.")
    if 0 < abs(number) < _NEAREST:
        raise bad(f"A coordinate of the filter is at least {_NEAREST:.0e} or 0.")
    return number


def _closed(coordinates: Any, nesting: int) -> None:  # noqa: ANN401 - lists of lists
    for part in coordinates:
        if nesting == 2 and part[0][:2] != part[-1][:2]:
            raise bad("A ring of a polygon ends where it began.")
        if nesting > 2:
            _closed(part, nesting - 1)


def box(value: Any) -> Box:  # noqa: ANN401 - what a client sent
    """A box of four numbers, or six of which the heights are left out. Raises BadRequest."""
    if not isinstance(value, list) or len(value) not in {4, 6}:
        raise bad("A BBOX has four or six numbers.")
    numbers = [_coordinate(one) for one in value]
    half = len(numbers) // 2
    return Box((numbers[0], numbers[1]), (numbers[half], numbers[half + 1]))
