"""GeoJSON geometries (RFC 7946, section 3.1) as Shapely geometries, strictly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import GeometryCollection
from shapely.geometry.base import BaseGeometry

from data.rules import Fault

Positions: TypeAlias = NDArray[np.float64]

_FOREIGN: Final = ("geometry", "properties", "features")


def geometry_of(value: object) -> BaseGeometry | None:
    """The geometry; `None` for null. Heights are dropped. Raises Fault (`footprint.form`) naming what is wrong."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise _fault("a geometry is an object or null")
    check_bbox(value)
    kind = value.get("type")
    if kind == "GeometryCollection":
        return _collection(value)
    build = _BUILD.get(kind) if isinstance(kind, str) else None
    if build is None:
        raise _fault(f"there is no geometry type {kind!r}")
    if foreign := [name for name in _FOREIGN if name in value]:
        raise _fault(f"a geometry has no member {foreign[0]!r}")
    coordinates = value.get("coordinates")
    if not isinstance(coordinates, list):
        raise _fault(f"a {kind} needs a list of coordinates")
    return build(coordinates)


def check_bbox(value: Mapping[str, Any]) -> None:
    """Raises Fault when the object's `bbox` is not four or six numbers."""
    if "bbox" not in value:
        return
    box = value["bbox"]
    if not (isinstance(box, list) and len(box) in {4, 6} and all(_is_number(v) for v in box)):
        raise Fault("row.form", "A bbox is a list of four or six numbers.", value=box)


def _fault(what: str) -> Fault:
    return Fault("footprint.form", f"The footprint is not GeoJSON: {what}.")


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def _collection(value: Mapping[str, Any]) -> BaseGeometry:
    members = value.get("geometries")
    if not isinstance(members, list):
        raise _fault("a GeometryCollection needs a list of geometries")
    if any(isinstance(m, dict) and m.get("type") == "GeometryCollection" for m in members):
        raise _fault("a GeometryCollection does not contain another")
    parts = [geometry_of(member) for member in members]
    if None in parts:
        raise _fault("a GeometryCollection does not contain null")
    return GeometryCollection([part for part in parts if part is not None])


def _position(value: list[Any]) -> Positions:
    if not 2 <= len(value) <= 3:
        raise _fault(f"a position has two or three numbers, not {len(value)}")
    if not all(_is_number(v) for v in value):
        raise _fault(f"a position is made of numbers, not {value!r}")
    return np.array([[float(v) for v in value[:2]]])


def _positions(values: object, least: int, what: str) -> Positions:
    """Longitude and latitude of each position as a table of two columns."""
    if not isinstance(values, list) or len(values) < least:
        raise _fault(f"a {what} has at least {least} positions")
    try:
        table = np.array(values)
    except ValueError:  # positions of different lengths, or none at all
        return _one_by_one(values)
    if table.dtype.kind not in "if" or table.ndim != 2 or table.shape[1] not in {2, 3}:
        return _one_by_one(values)
    return table[:, :2].astype(float)


def _one_by_one(values: list[Any]) -> Positions:
    for value in values:
        if not isinstance(value, list):
            raise _fault(f"a position is a list of numbers, not {value!r}")
    if len({len(value) for value in values}) > 1:
        raise _fault("positions of one line or ring have all a height, or none")
    return np.concatenate([_position(value) for value in values])


def _point(value: list[Any]) -> BaseGeometry:
    if not value:
        return shapely.Point()
    return shapely.Point(_position(value)[0])


def _line(value: object) -> BaseGeometry:
    return shapely.LineString(_positions(value, 2, "line"))


def _ring(value: object) -> shapely.LinearRing:
    ring = _positions(value, 4, "ring")
    if not np.array_equal(ring[0], ring[-1]):
        raise _fault("a ring ends where it begins")
    return shapely.LinearRing(ring)


def _polygon(value: object) -> BaseGeometry:
    if not isinstance(value, list):
        raise _fault("a polygon is a list of rings")
    if not value:
        return shapely.Polygon()
    shell, *holes = [_ring(ring) for ring in value]
    return shapely.Polygon(shell, holes)


def _several(part: Callable[[Any], BaseGeometry], gather: Callable[..., Any]) -> Callable[[list[Any]], BaseGeometry]:
    def build(value: list[Any]) -> BaseGeometry:
        geometry: BaseGeometry = gather(np.array([part(v) for v in value], dtype=object))
        return geometry

    return build


def _points(value: list[Any]) -> BaseGeometry:
    return shapely.MultiPoint(_positions(value, 1, "MultiPoint")) if value else shapely.MultiPoint()


_BUILD: Final = MappingProxyType(
    {
        "Point": _point,
        "MultiPoint": _points,
        "LineString": _line,
        "MultiLineString": _several(_line, shapely.multilinestrings),
        "Polygon": _polygon,
        "MultiPolygon": _several(_polygon, shapely.multipolygons),
    }
)
