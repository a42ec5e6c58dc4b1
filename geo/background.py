"""Lines drawn underneath the works: coast, rivers and roads, so that a map reads without any basemap."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shapely import LineString

from geo.values import Names


class LineKind(StrEnum):
    """What a background line shows."""

    COAST = "coast"
    RIVER = "river"
    ROAD = "road"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackgroundLine:
    """A named line of the ground, in EPSG:4326, longitude first; it belongs to a boundary set and is only looked at."""

    kind: LineKind
    names: Names
    line: LineString
