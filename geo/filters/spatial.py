"""The spatial functions, written so that the index of a geometry column serves them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import numpy
import shapely
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from geo.filters.limits import bad
from geo.filters.queryables import Kind
from geo.filters.translating import Operator, Operators, Translation
from geo.filters.tree import Box, Node, Property, Shape

_FUNCTIONS: Final = {
    "s_equals": "ST_Equals",
    "s_touches": "ST_Touches",
    "s_within": "ST_Within",
    "s_overlaps": "ST_Overlaps",
    "s_crosses": "ST_Crosses",
    "s_contains": "ST_Contains",
}
_EDGE_PARTS: Final = 21
"""Parts that the edge of a box is cut into when it is moved to another CRS: a straight line seldom stays one."""
_ROUNDED: Final = 4e-5
"""Degrees by which the boxes that PostGIS keeps in floats of 32 bits may be too large, on both sides together."""


def _written(name: str, t: Translation, args: Sequence[Node]) -> str:
    if name == "s_intersects":
        return _intersects(t, args)
    if name == "s_disjoint":
        return f"(NOT {_intersects(t, args)})"
    (first, plain_first), (second, plain_second) = (_related(t, one) for one in args)
    return f"({first} && {second} AND {_FUNCTIONS[name]}({plain_first}, {plain_second}))"


def _related(t: Translation, node: Node) -> tuple[str, str]:
    """A geometry, for its box; and as relations take it: a mixed collection counts by its highest dimension."""
    if isinstance(node, Shape | Box):
        literal = _bound(t, _plain(_literal(t, node)))
        return literal, literal
    column = t.sql(node, Kind.GEOMETRY)
    mixed = f"ST_GeometryType({column}) = 'ST_GeometryCollection'"
    return column, f"(CASE WHEN {mixed} THEN ST_UnaryUnion(ST_CollectionExtract({column})) ELSE {column} END)"


def _plain(geometry: BaseGeometry) -> BaseGeometry:
    if geometry.geom_type != "GeometryCollection":
        return geometry
    parts = shapely.get_parts(geometry)
    dimensions = shapely.get_dimensions(parts)
    return shapely.union_all(parts[dimensions == dimensions.max()])


def _intersects(t: Translation, args: Sequence[Node]) -> str:
    match args:
        case (Property(), (Shape() | Box()) as literal):
            column = t.sql(args[0], Kind.GEOMETRY)
        case ((Shape() | Box()) as literal, Property()):
            column = t.sql(args[1], Kind.GEOMETRY)
        case _:
            first, second = (_operand(t, one) for one in args)
            return f"({first} && {second} AND ST_Intersects({first}, {second}))"
    parts = shapely.get_parts(_literal(t, literal)) if isinstance(literal, Box) else [_literal(t, literal)]
    return f"({' OR '.join(_touched(t, column, part) for part in parts)})"


def _touched(t: Translation, column: str, geometry: BaseGeometry) -> str:
    bound = _bound(t, geometry)
    exact = f"ST_Intersects({column}, {bound})"
    if shapely.get_dimensions(geometry) == 1:  # GEOS forgets the points of a mixed collection once it prepares a line
        exact = f"({exact} OR ST_Intersects(ST_CollectionExtract({column}, 1), {bound}))"
    # What lies well within a rectangle by its own box needs no geometry: most of the work where the rectangle is large.
    inner = _shrunk(geometry) if shapely.equals(geometry, geometry.envelope) else None
    if inner is not None:
        exact = f"({column} @ {_bound(t, inner)} OR {exact})"
    return f"({column} && {bound} AND {exact})"


def _shrunk(rectangle: BaseGeometry) -> BaseGeometry | None:
    """The inner part of a rectangle; None where it is too small to have one."""
    west, south, east, north = rectangle.bounds
    west, south, east, north = west + _ROUNDED, south + _ROUNDED, east - _ROUNDED, north - _ROUNDED
    return shapely.box(west, south, east, north) if west < east and south < north else None


def _operand(t: Translation, node: Node) -> str:
    return _bound(t, _literal(t, node)) if isinstance(node, Shape | Box) else t.sql(node, Kind.GEOMETRY)


def _literal(t: Translation, node: Shape | Box) -> BaseGeometry:
    """A literal in EPSG:4326, valid; a box across the antimeridian is two.

    It was valid in its own system. Where it no longer is, it is rebuilt from its rings: the other way of GEOS, by its
    lines, fails for some polygons of very small and ordinary numbers, and for some never ends.
    """
    moved = _box(t, node) if isinstance(node, Box) else t.locate(node.geometry)
    if not numpy.isfinite(shapely.get_coordinates(moved)).all():
        raise bad("A geometry of the filter lies outside of where its CRS can be used.")
    try:
        return moved if shapely.is_valid(moved) else shapely.make_valid(moved, method="structure")
    except GEOSException as cause:
        raise bad("A geometry of the filter cannot be brought into EPSG:4326.") from cause


def _bound(t: Translation, geometry: BaseGeometry) -> str:
    return f"ST_GeomFromWKB({t.bind(shapely.to_wkb(geometry))}::bytea, 4326)"


def _box(t: Translation, box: Box) -> BaseGeometry:
    width, height = box.upper[0] - box.lower[0], box.upper[1] - box.lower[1]
    if width < 0 or height < 0:
        return _across(t, box)
    drawn = _rectangle(*box.lower, *box.upper)
    corners = shapely.get_coordinates(drawn)
    if numpy.array_equal(shapely.get_coordinates(t.locate(drawn)), corners):
        return drawn
    return t.locate(shapely.segmentize(drawn, max(width, height) / _EDGE_PARTS) if width and height else drawn)


def _across(t: Translation, box: Box) -> BaseGeometry:
    """A box whose west is east of its east crosses the antimeridian; only in degrees does that mean anything."""
    (west, south), (east, north) = (
        shapely.get_coordinates(t.locate(shapely.Point(corner)))[0] for corner in (box.lower, box.upper)
    )
    degrees = {(west, south), (south, west)} & {box.lower}
    if not degrees or south > north or not (west <= 180 and east >= -180):
        raise bad("A BBOX begins with its lower corner.")
    return shapely.union_all([_rectangle(west, south, 180, north), _rectangle(-180, south, east, north)])


def _rectangle(west: float, south: float, east: float, north: float) -> BaseGeometry:
    """A rectangle; where it has no area, the line or the point that is left of it."""
    if west == east and south == north:
        return shapely.Point(west, south)
    if west == east or south == north:
        return shapely.LineString([(west, south), (east, north)])
    return shapely.box(west, south, east, north)


SPATIAL: Final[Operators] = {
    name: Operator(Kind.BOOLEAN, partial(_written, name)) for name in ("s_intersects", "s_disjoint", *_FUNCTIONS)
}
