"""Which districts a footprint lies in, asked before anything of it is stored."""

from __future__ import annotations

from collections.abc import Callable

import shapely
from psycopg import Connection
from shapely.geometry.base import BaseGeometry

_DISTRICTS = "SELECT id, set_code, ST_AsBinary(boundary) FROM published.district ORDER BY id"


def read_places(connection: Connection) -> Callable[[BaseGeometry, tuple[str, ...]], tuple[str, ...]]:
    """A function of a footprint (EPSG:4326) and boundary sets, none for all: the ids of the districts it lies in.

    As with shares, what only touches a district does not lie in it; a point on a border lies in the first of them.
    """
    rows = connection.execute(_DISTRICTS).fetchall()
    boundaries = [as_geometry(row[2]) for row in rows]
    tree = shapely.STRtree(boundaries)

    def places(footprint: BaseGeometry, sets: tuple[str, ...]) -> tuple[str, ...]:
        shape = _highest(footprint)
        near = sorted(int(n) for n in tree.query(shape, predicate="intersects"))
        found = [n for n in near if not sets or rows[n][1] in sets]
        if measure := "area" if shape.area else "length" if shape.length else None:
            inside = ((n, shapely.intersection(shape, boundaries[n])) for n in found)
            return tuple(rows[n][0] for n, part in inside if getattr(part, measure) > 0)
        return _of_points(shape, [(rows[n][1], rows[n][0], boundaries[n]) for n in found])

    return places


def as_geometry(wkb: bytes) -> BaseGeometry:
    """The geometry that WKB holds."""
    found: BaseGeometry = shapely.from_wkb(wkb)
    return found


def _highest(footprint: BaseGeometry) -> BaseGeometry:
    """The parts of the highest dimension, as one."""
    parts = shapely.get_parts(footprint)
    dimensions = shapely.get_dimensions(parts)
    return shapely.union_all(parts[dimensions == max(dimensions)])


def _of_points(points: BaseGeometry, found: list[tuple[str, str, BaseGeometry]]) -> tuple[str, ...]:
    districts = {
        (set_code, n): district
        for n, point in enumerate(shapely.get_parts(points))
        for set_code, district, boundary in reversed(found)
        if boundary.intersects(point)
    }
    return tuple(sorted(set(districts.values())))
