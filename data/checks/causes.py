"""Why a footprint lies outside its city: the likely mistake, named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from data.crs import epsg, is_wgs84, resolve, to_wgs84
from data.rules import Reason
from geo.city import City
from geo.errors import BadInput
from geo.values import Bbox

Box: TypeAlias = tuple[float, float, float, float]
"""West, south, east, north."""

_VIETNAM: Final = Bbox(102.0, 6.0, 118.0, 24.0)
_VN2000: Final = (5899, 5896, 5897, 5898, *range(9205, 9219), 3405, 3406)
_WEB: Final = 3857


def within(box: Box, bounds: Bbox) -> bool:
    """Whether a box lies wholly in the bounds, which may cross the antimeridian."""
    west, south, east, north = box
    if not (bounds.south <= south and north <= bounds.north):
        return False
    if bounds.west <= bounds.east:
        return bounds.west <= west and east <= bounds.east
    return west >= bounds.west or east <= bounds.east


def outside(sent: BaseGeometry, footprint: BaseGeometry, crs: str, city: City) -> Reason:
    """The reason for a footprint outside the city's bounds.

    `sent` is in the file's CRS, `footprint` the same in EPSG:4326 (it may have no finite coordinates).
    """
    box: Box = footprint.bounds if np.isfinite(shapely.get_coordinates(footprint)).all() else sent.bounds
    where = ", ".join(f"{v:.6g}" for v in dict.fromkeys((box[0], box[1], box[2], box[3])))
    if within((box[1], box[0], box[3], box[2]), city.bounds):
        message = "Latitude and longitude have changed places: longitude comes first."
        return Reason("footprint.swapped", "footprint", where, message)
    message = f"The footprint lies outside the bounds of the city. {_cause(sent, box, crs, city)}".strip()
    return Reason("footprint.outside", "footprint", where, message)


def _cause(sent: BaseGeometry, box: Box, crs: str, city: City) -> str:
    west, south, east, north = box
    if west == south == east == north == 0:
        return "It is at 0, 0: likely coordinates that were not entered."
    if any(within(flipped, city.bounds) for flipped in _flipped(box)):
        return "A minus sign (south or west) is missing or too many."
    if is_wgs84(crs) and max(abs(west), abs(east)) <= 180 and max(abs(south), abs(north)) <= 90:
        return ""
    return _other_system(sent, crs, city) or "No system known here puts it into the city."


def _flipped(box: Box) -> Iterator[Box]:
    west, south, east, north = box
    yield -east, south, -west, north
    yield west, -north, east, -south
    yield -east, -north, -west, -south


def _other_system(sent: BaseGeometry, crs: str, city: City) -> str:
    """A sentence naming the first system in which the coordinates as sent lie in the city."""
    points = shapely.get_coordinates(sent)
    own = epsg(resolve(crs))
    for code in _candidates(city):
        for pairs, order in ((points, ""), (points[:, ::-1], " with northing before easting")):
            if (code != own or order) and _lands(pairs, code, city.bounds):
                return f"The coordinates are metres or feet of another system: likely EPSG:{code}{order}."
    return ""


def _lands(points: np.ndarray[tuple[int, int], np.dtype[np.float64]], code: int, bounds: Bbox) -> bool:
    try:
        there = to_wgs84(points, f"EPSG:{code}")
    except BadInput:
        return False
    if not np.isfinite(there).all():
        return False
    (west, south), (east, north) = there.min(axis=0), there.max(axis=0)
    return within((west, south, east, north), bounds)


def _candidates(city: City) -> list[int]:
    middle = (city.view.west + city.view.east) / 2, (city.view.south + city.view.north) / 2
    zone = int((middle[0] + 180) // 6) + 1
    utm = (32600 if middle[1] >= 0 else 32700) + zone
    vietnamese = _VN2000 if within((middle[0], middle[1], middle[0], middle[1]), _VIETNAM) else ()
    return list(dict.fromkeys([city.local_crs, utm, utm - 1, utm + 1, _WEB, *vietnamese]))
