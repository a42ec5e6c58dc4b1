"""Several geometries as one."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely import GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry


def side_by_side(parts: Sequence[BaseGeometry]) -> BaseGeometry:
    """The parts of the geometries as one of the same kind; of different kinds a collection. Nothing is dissolved."""
    flat = list(shapely.get_parts(list(parts)))
    if len(flat) == 1:
        only: BaseGeometry = flat[0]
        return only
    points = [part for part in flat if isinstance(part, Point)]
    lines = [part for part in flat if isinstance(part, LineString)]
    polygons = [part for part in flat if isinstance(part, Polygon)]
    if len(points) == len(flat):
        return MultiPoint(points)
    if len(lines) == len(flat):
        return MultiLineString(lines)
    if len(polygons) == len(flat):
        return MultiPolygon(polygons)
    return GeometryCollection(flat)
