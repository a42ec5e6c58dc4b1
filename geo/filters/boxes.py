"""The place that a filter demands features to touch, taken out of it: there are faster ways to find those."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from shapely.geometry.base import BaseGeometry

from geo.errors import BadInput
from geo.filters.tree import Box, Filter, Node, Operation, Property, Shape
from geo.values import Bbox

T = TypeVar("T")


def without_box(asked: Filter, geometry: str) -> tuple[Bbox | None, Filter | None]:
    """The first box that features must touch by a filter in CRS84, and what else it asks of them, None for nothing.

    The box is None, and the filter whole, where it does not plainly demand that the queryable `geometry` meets one.
    """
    return _without(asked, lambda demand: _touched(demand, geometry))


def without_area(asked: Filter, geometry: str) -> tuple[BaseGeometry | None, Filter | None]:
    """The same of the first polygons, in CRS84; those beyond its degrees are left to the filter, which refuses them."""
    return _without(asked, lambda demand: _covered(demand, geometry))


def _without(asked: Filter, place_of: Callable[[Node], T | None]) -> tuple[T | None, Filter | None]:
    demands = asked.root.args if isinstance(asked.root, Operation) and asked.root.name == "and" else (asked.root,)
    for number, demand in enumerate(demands):
        place = place_of(demand)
        if place is not None:
            return place, _all(demands[:number] + demands[number + 1 :])
    return None, asked


def _touched(demand: Node, geometry: str) -> Bbox | None:
    match demand:
        case Operation("s_intersects", (Property(name), Box(lower, upper))) if name == geometry:
            pass
        case Operation("s_intersects", (Box(lower, upper), Property(name))) if name == geometry:
            pass
        case _:
            return None
    try:
        return Bbox(*lower, *upper) if lower[0] <= upper[0] else None
    except BadInput:
        return None


def _covered(demand: Node, geometry: str) -> BaseGeometry | None:
    match demand:
        case Operation("s_intersects", (Property(name), Shape(shape))) if name == geometry:
            pass
        case Operation("s_intersects", (Shape(shape), Property(name))) if name == geometry:
            pass
        case _:
            return None
    return shape if shape.geom_type in {"Polygon", "MultiPolygon"} and shape.area > 0 and _in_degrees(shape) else None


def _in_degrees(shape: BaseGeometry) -> bool:
    west, south, east, north = shape.bounds
    return west >= -180 and south >= -90 and east <= 180 and north <= 90


def _all(demands: tuple[Node, ...]) -> Filter | None:
    if not demands:
        return None
    return Filter(demands[0] if len(demands) == 1 else Operation("and", demands))
