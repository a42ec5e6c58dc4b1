"""A way that is asked about: a line, how far beside it, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

import shapely
from pydantic import Field
from shapely.geometry.base import BaseGeometry

from data.intake.findings import Finding, Untypable, found
from data.intake.geometry import CRS, placed
from data.intake.model import Geometry
from data.intake.reading import typed
from geo.city import City
from geo.details.values import Day, Part

FARTHEST: Final = 500
"""Metres beside a way."""


class Way(Part):
    """A line in the CRS that `crs` names, else longitude and latitude; works within `buffer` metres are told.

    `start` and `end` are the days on which somebody goes there; without them all works are told, whenever they are.
    """

    geometry: Geometry
    crs: Annotated[str, Field(strict=True, pattern=CRS)] | None = None
    buffer: Annotated[int, Field(strict=True, ge=1, le=FARTHEST)] = 25
    start: Day | None = None
    end: Day | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A line in EPSG:4326, metres beside it, and days (None is open)."""

    line: BaseGeometry
    metres: int
    start: date | None
    end: date | None


def read_way(members: object, city: City) -> Asked:
    """A way from JSON's own kinds of values with exact numbers. Raises Untypable."""
    way = typed(Way, members)
    if way.start and way.end and way.start > way.end:
        raise Untypable([Finding("/end", "dates.order", "The last day lies before the first.")])
    ((line, reason),) = placed([(way.geometry, way.crs)], city)
    if reason is not None:
        raise Untypable([found(reason)])
    if line is None or shapely.get_type_id(line) != shapely.GeometryType.LINESTRING:
        raise Untypable([Finding("/geometry", "way.line", "A way is a LineString.")])
    return Asked(line, way.buffer, way.start, way.end)
