"""Repair of invalid footprints, so that nothing is lost silently."""

from __future__ import annotations

from typing import Final

import shapely
from shapely import GeometryCollection, MultiPolygon, Polygon
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from data.readers.gathering import side_by_side
from data.rules import Fault

TOLERANCE: Final = 0.01
"""Share of the area that a repair may lose or gain."""

_LINES: Final = frozenset({"LineString", "LinearRing", "MultiLineString"})


def repaired(geometry: BaseGeometry) -> BaseGeometry:
    """A valid geometry of the same dimension that covers the same ground.

    An invalid polygon is rebuilt from its rings (`make_valid`, method "structure"): what any ring encloses is
    inside, holes are outside, spikes without area go. The area before is that of all the faces which the shells
    enclose less that of the holes, so a bow-tie counts both its triangles; where the area afterwards differs by
    more than 1 % the agency must say what it meant. Lines without length go, where something else has a size.
    Raises Fault `footprint.unrepairable` or `footprint.empty`.
    """
    try:
        return _repaired(geometry)
    except GEOSException as cause:  # lines so near each other that they have no place to cross
        reason = shapely.is_valid_reason(geometry)
        raise Fault("footprint.unrepairable", f"The polygon is invalid ({reason}) and cannot be repaired.") from cause


def _repaired(geometry: BaseGeometry) -> BaseGeometry:
    if geometry.geom_type in {"GeometryCollection", "MultiLineString"}:
        parts = [part if part.is_valid else repaired(part) for part in _with_size(geometry)]
        return side_by_side(parts) if geometry.geom_type == "MultiLineString" else GeometryCollection(parts)
    if shapely.get_dimensions(geometry) != 2:
        raise Fault("footprint.empty", "The line has no length.")
    before = enclosed_area(geometry)
    fixed = _polygons(shapely.make_valid(geometry, method="structure", keep_collapsed=False))
    if before == 0 or fixed.is_empty:
        raise Fault("footprint.empty", "The polygon has no area.")
    change = abs(fixed.area - before) / before
    if change > TOLERANCE or not fixed.is_valid:
        reason = shapely.is_valid_reason(geometry)
        message = f"The polygon is invalid ({reason}) and its repair would change its area by {change:.0%}."
        raise Fault("footprint.unrepairable", message)
    return fixed


def _with_size(geometry: BaseGeometry) -> list[BaseGeometry]:
    """The parts without the lines that have no length: nothing is lost where another line or polygon has a size."""
    parts = list(shapely.get_parts(geometry))
    if not any(part.length > 0 for part in parts):
        return parts
    return [part for part in parts if part.length > 0 or part.geom_type not in _LINES]


def enclosed_area(geometry: BaseGeometry) -> float:
    """The area that the shells' lines enclose less that of the holes, in the square of the geometry's unit."""
    polygons = [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon) and not part.is_empty]
    shells = shapely.union_all([_faces(polygon.exterior) for polygon in polygons])
    holes = shapely.union_all([_faces(ring) for polygon in polygons for ring in polygon.interiors])
    return float(shells.area - holes.area)


def _faces(ring: BaseGeometry) -> BaseGeometry:
    noded = shapely.node(ring)
    return shapely.union_all(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))))


def _polygons(geometry: BaseGeometry) -> BaseGeometry:
    """Only the polygons of what `make_valid` gave."""
    if geometry.geom_type in {"Polygon", "MultiPolygon"}:
        return geometry
    parts = shapely.get_parts(geometry)
    flat = shapely.get_parts(parts[shapely.get_dimensions(parts) == 2])
    return MultiPolygon(list(flat)) if len(flat) else Polygon()
