"""Footprints of a chunk of rows: to WGS 84, checked, repaired; whole arrays at a time."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from data.checks.causes import outside, within
from data.checks.locations import Geometries, Located
from data.checks.repair import repaired
from data.crs import is_wgs84, to_wgs84
from data.rules import Fault, Reason
from geo.city import City
from geo.values import Bbox

VERTICES: Final = 100_000
"""Most vertices of one footprint."""


def footprints(located: Located, city: City) -> Geometries:
    """Valid footprints in EPSG:4326, 2D, shells counter-clockwise; `None` where there is none or it is held.

    Adds to `located.reasons` why a footprint is held.
    """
    sent = located.geometries
    _hold(located, shapely.is_empty(sent), "footprint.empty", "The footprint is empty.")
    heavy = shapely.get_num_coordinates(sent) > VERTICES
    _hold(located, heavy, "footprint.vertices", "The footprint has more than 100,000 vertices.")
    shapes = shapely.force_2d(_without(located, sent))
    if not is_wgs84(located.crs):
        shapes = shapely.transform(shapes, lambda points: to_wgs84(points, located.crs))
    shapes = _repair(located, _inside(located, shapes, city))
    _hold_sizeless(located, shapes)
    oriented: Geometries = shapely.orient_polygons(_without(located, shapes))
    return oriented


def _hold(located: Located, which: NDArray[np.bool_], rule: str, message: str) -> None:
    for n in np.flatnonzero(which):
        located.reasons.setdefault(int(n), Reason(rule, "footprint", None, message))


def _without(located: Located, shapes: Geometries) -> Geometries:
    """The geometries with `None` in place of those held."""
    if not located.reasons:
        return shapes
    kept = shapes.copy()
    kept[list(located.reasons)] = None
    return kept


def _inside(located: Located, shapes: Geometries, city: City) -> Geometries:
    finite = _finite(shapes)
    boxes = shapely.bounds(shapes)
    for n in np.flatnonzero(~(_all_within(boxes, city.bounds) & finite) & ~shapely.is_missing(shapes)):
        located.reasons[int(n)] = outside(located.geometries[n], shapes[n], located.crs, city)
    return _without(located, shapes)


def _finite(shapes: Geometries) -> NDArray[np.bool_]:
    points, owners = shapely.get_coordinates(shapes, return_index=True)
    finite = np.ones(len(shapes), dtype=bool)
    finite[owners[~np.isfinite(points).all(axis=1)]] = False
    return finite


def _all_within(boxes: NDArray[np.float64], bounds: Bbox) -> NDArray[np.bool_]:
    if bounds.west > bounds.east:
        return np.array([within((w, s, e, n), bounds) for w, s, e, n in boxes], dtype=bool)
    west, south, east, north = boxes.T
    inside: NDArray[np.bool_] = (
        (west >= bounds.west) & (south >= bounds.south) & (east <= bounds.east) & (north <= bounds.north)
    )
    return inside


def _repair(located: Located, shapes: Geometries) -> Geometries:
    for n in np.flatnonzero(~shapely.is_valid(shapes) & ~shapely.is_missing(shapes)):
        try:
            shapes[n] = repaired(shapes[n])
        except Fault as fault:
            located.reasons[int(n)] = fault.reason("footprint")
    return _without(located, shapes)


def _hold_sizeless(located: Located, shapes: Geometries) -> None:
    dimensions = shapely.get_dimensions(shapes)
    sizeless = ((dimensions == 2) & (shapely.area(shapes) == 0)) | ((dimensions == 1) & (shapely.length(shapes) == 0))
    _hold(located, sizeless, "footprint.empty", "The footprint has no length or no area.")
