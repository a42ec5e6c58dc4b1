"""The layers of a tile, and the attributes of their features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geo.tiles.drawing import COUNTED

TEXT: Final = "String"
_NUMBER: Final = "Number"
_COUNTS: Final = {"works": _NUMBER} | dict.fromkeys(COUNTED, _NUMBER)
_DISTRICT: Final = {"id": TEXT, "code": TEXT, "boundary_set": TEXT}


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of a tile: its fields, each a String or a Number, and what its geometries are."""

    id: str
    description: str
    fields: dict[str, str]
    geometry: str | None


SHAPES: Final = Layer(
    "projects",
    "Works as shapes; one smaller than two pixels is drawn as a point.",
    {
        "id": TEXT,
        "title": TEXT,
        "status": TEXT,
        "category": TEXT,
        "agency": TEXT,
        "progress_actual": _NUMBER,
        "class": TEXT,
    },
    None,
)
CELLS: Final = Layer(
    "project_cells",
    "Where a tile has too many works for shapes (zoom 14 and less): how many lie in cells of 8 by 8 pixels.",
    _COUNTS | {"progress_actual": _NUMBER},
    "points",
)
COUNTS: Final = Layer(
    "project_counts",
    "There, for choices other than by status and category: how many works lie in each district.",
    _DISTRICT | _COUNTS,
    "points",
)
DISTRICTS: Final = Layer("districts", "Outlines of the districts of one boundary set.", _DISTRICT, "polygons")
LABELS: Final = Layer("district_labels", "Where the names of districts stand.", _DISTRICT, "points")

OVERLAPS: Final = Layer(
    "overlaps",
    "Pairs of works that collide, by their shared ground, at most a thousand: where there are more, those with the "
    "highest score as points; ground smaller than two pixels is a point as well.",
    dict.fromkeys(("id", "class", "state", "one", "other", "agencies", "currency", "period_start", "period_end"), TEXT)
    | dict.fromkeys(("score", "shared_length_m", "shared_area_m2", "days_shared"), _NUMBER),
    None,
)

EVERY: Final = (SHAPES, CELLS, COUNTS, DISTRICTS, LABELS)
"""Every layer of works and districts; the labels also have a field `name_` with each language that is there."""
