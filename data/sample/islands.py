"""Hoàng Sa in the sketch: its larger islands and reefs as small rings, drawn larger than they are so that they show.

Longitude and latitude in degrees (EPSG:4326). A sketch for finding the place on a map: no shore, no limit of waters.
"""

from __future__ import annotations

import math
from typing import Final

from shapely import MultiPolygon, Polygon

_ISLANDS: Final = (
    (111.20, 15.78, 0.025),  # Tri Tôn
    (111.51, 16.45, 0.025),  # Quang Ảnh
    (111.61, 16.53, 0.030),  # Hoàng Sa
    (111.71, 16.45, 0.025),  # Quang Hòa
    (111.50, 17.09, 0.025),  # Đá Bắc
    (112.34, 16.83, 0.040),  # Phú Lâm
    (112.33, 16.95, 0.025),  # Đảo Cây
    (112.73, 16.67, 0.030),  # Linh Côn
    (112.50, 16.05, 0.030),  # Bông Bay
)
"""Centre longitude, centre latitude and drawn radius, all in degrees."""

_CORNERS: Final = 8


def _ring(longitude: float, latitude: float, radius: float) -> Polygon:
    turns = [2 * math.pi * k / _CORNERS for k in range(_CORNERS)]
    return Polygon(
        [(round(longitude + radius * math.cos(t), 3), round(latitude + radius * math.sin(t), 3)) for t in turns]
    )


def hoang_sa() -> MultiPolygon:
    """The archipelago as a small multipolygon in EPSG:4326."""
    return MultiPolygon([_ring(*island) for island in _ISLANDS])
