"""The settings of one city."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from geo.values import Bbox, Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A named place that every map labels although it may lie outside the first view."""

    names: Names
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Basemap:
    """An outside raster tile service, shown only when a city configures one."""

    url: str
    attribution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """What differs from city to city.

    `bounds` is where works may lie (rows outside are held); `view` is what a map shows first; both in CRS84 degrees.
    `local_crs` is the EPSG code for input and output, never for measuring. `places` are labelled on every map.
    `country` (ISO 3166-1 alpha-2) says whose public holidays and duties of agencies hold.
    """

    code: str
    names: Names
    languages: tuple[str, ...]
    local_crs: int
    bounds: Bbox
    view: Bbox
    timezone: ZoneInfo
    currency: str
    licence: str
    licence_url: str
    attribution: Names
    country: str | None = None
    basemap: Basemap | None = None
    places: tuple[Place, ...] = ()

    def today(self) -> date:
        """The date in the city now."""
        return datetime.now(self.timezone).date()
