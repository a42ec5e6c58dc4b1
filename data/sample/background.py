"""Coast, rivers and roads of the sketch as lines to draw underneath the works."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from shapely import LineString

from data.sample.edges import walk
from data.sample.nodes import Coordinates
from data.sample.rivers import RIVERS
from data.sample.roads import ROADS
from geo.background import BackgroundLine, LineKind

_COASTS: Final = (
    ("Bờ vịnh Đà Nẵng", "Shore of Da Nang Bay", walk("coast-lien-chieu", "coast-thanh-khe", "coast-hai-chau")),
    ("Bờ bán đảo Sơn Trà", "Shore of the Son Tra Peninsula", walk("-coast-son-tra")),
    ("Bờ biển Mỹ An – Hòa Hải", "My An – Hoa Hai Beach", walk("-coast-ngu-hanh-son")),
)


def _line(kind: LineKind, vi: str, en: str, points: Iterable[Coordinates]) -> BackgroundLine:
    return BackgroundLine(kind=kind, names={"vi": vi, "en": en}, line=LineString(list(points)))


def background() -> list[BackgroundLine]:
    """The sketch's coast, rivers and trunk roads in EPSG:4326; they belong to the set `danang-sketch`."""
    return [
        *(_line(LineKind.COAST, vi, en, points) for vi, en, points in _COASTS),
        *(_line(LineKind.RIVER, vi, en, points) for vi, (en, points) in RIVERS.items()),
        *(_line(LineKind.ROAD, vi, en, points) for vi, (en, points) in ROADS.items()),
    ]
