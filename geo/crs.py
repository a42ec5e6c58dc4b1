"""Coordinate reference systems that features are served in, by reference (OGC API - Features, Part 2)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy
import pyproj
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.errors import BadRequest
from geo.values import Bbox

_STORED: Final = 4326
_FARTHEST: Final = 1e8
"""No projected system has coordinates beyond this, in metres."""
_PARTS: Final = 21
"""Parts that an edge of a box is cut into when it is transformed: a straight line seldom stays one."""


@dataclass(frozen=True, slots=True)
class Crs:
    """A system as clients name it; the axes of its coordinates come in the order of its authority.

    `srid` is PostGIS's number, in which x is always the easting or longitude; `northing_first` says that the authority
    has them the other way round. `decimals` are served: about a centimetre in degrees, a millimetre in metres.
    """

    uri: str
    srid: int
    northing_first: bool
    decimals: int


CRS84: Final = Crs("http://www.opengis.net/def/crs/OGC/1.3/CRS84", _STORED, northing_first=False, decimals=7)
"""Longitude, latitude on WGS 84: the default of every answer."""


@cache
def epsg(code: int) -> Crs:
    """The system of an EPSG code, which must be known to PROJ."""
    known = pyproj.CRS.from_epsg(code)
    return Crs(
        f"http://www.opengis.net/def/crs/EPSG/0/{code}",
        code,
        northing_first=known.axis_info[0].direction == "north",
        decimals=7 if known.is_geographic else 3,
    )


@cache
def offered(local: int) -> tuple[Crs, ...]:
    """What a city's features are served in: CRS84, EPSG:4326, EPSG:3857 and the city's own system."""
    return (CRS84, *(epsg(code) for code in dict.fromkeys((_STORED, 3857, local))))


def find(uri: str, among: tuple[Crs, ...], *, parameter: str) -> Crs:
    """The system that a client names by its URI, or in short as `[EPSG:4326]`; no other text ever reaches PROJ.

    Raises BadRequest.
    """
    for one in among:
        authority, _, code = one.uri.removeprefix("http://www.opengis.net/def/crs/").partition("/")
        if uri in {one.uri, one.uri.replace("http:", "https:", 1), f"[{authority}:{code.rpartition('/')[2]}]"}:
            return one
    raise BadRequest(f"The {parameter} is one of {', '.join(one.uri for one in among)}.", parameter=parameter)


def box_in(crs: Crs, first: float, second: float, third: float, fourth: float) -> Bbox | BaseGeometry:
    """A box whose corners come in the axis order of the system; degrees stay a box, others are a polygon in EPSG:4326.

    A polygon's edges are densified before they are transformed. Raises BadRequest where the box is inside out or lies
    where its system cannot be used, BadInput where degrees are none.
    """
    west, south, east, north = (second, first, fourth, third) if crs.northing_first else (first, second, third, fourth)
    if crs.srid == _STORED:
        return Bbox(west, south, east, north)
    if west > east or south > north:
        raise BadRequest("A bbox begins with its lower corner.", parameter="bbox")
    if max(map(abs, (west, south, east, north))) > _FARTHEST:
        raise BadRequest("The bbox lies outside of where its CRS can be used.", parameter="bbox")
    longest = max(east - west, north - south)
    drawn = shapely.box(west, south, east, north)
    return _moved(drawn if longest == 0 else shapely.segmentize(drawn, longest / _PARTS), crs, parameter="bbox")


def to_stored(shape: BaseGeometry, crs: Crs, *, parameter: str) -> BaseGeometry:
    """A geometry in the axis order of the system, in EPSG:4326 with x the longitude.

    Raises BadRequest where it lies outside of where the system can be used.
    """
    return _moved(shapely.transform(shape, _swapped) if crs.northing_first else shape, crs, parameter=parameter)


def _moved(shape: BaseGeometry, crs: Crs, *, parameter: str) -> BaseGeometry:
    moved = shape if crs.srid == _STORED else shapely.transform(shape, lambda points: _degrees(points, crs.srid))
    points = shapely.get_coordinates(moved)
    if not (numpy.isfinite(points).all() and (abs(points) <= (180.0, 90.0)).all()):
        raise BadRequest(f"The {parameter} lies outside of where its CRS can be used.", parameter=parameter)
    return moved


def _swapped(points: NDArray[Any]) -> NDArray[Any]:
    return points[:, ::-1]


def _degrees(points: NDArray[Any], srid: int) -> NDArray[Any]:
    return numpy.column_stack(_transformer(srid).transform(points[:, 0], points[:, 1]))


@cache
def _transformer(srid: int) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(srid, _STORED, always_xy=True)
