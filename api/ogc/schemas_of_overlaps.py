"""What a pair of works that concern each other is made of, as JSON Schema (2020-12) of its properties, in order."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from geo.codes import Category, Exemption
from geo.filters.overlaps import OVERLAPS
from geo.overlaps.classes import Class

Schema = dict[str, Any]
_TEXT: Final = {"type": "string"}
_DATE: Final = {"type": "string", "format": "date"}
_NUMBER: Final = {"type": "number"}
_TEXTS: Final = {"type": "array", "items": _TEXT}


def _asked(name: str, **more: Any) -> Schema:  # noqa: ANN401 - JSON
    """As the queryable of that name says."""
    return {key: value for key, value in OVERLAPS[name].schema.items() if key != "x-ogc-role"} | more


def _of_work(prefix: str, which: str) -> dict[str, Schema]:
    return {
        prefix: _asked(prefix),
        f"{prefix}_title": _TEXT | {"title": f"Title of {which} in the city's first language"},
        f"{prefix}_titles": {
            "type": "object",
            "title": f"Titles of {which} by language",
            "additionalProperties": _TEXT,
        },
        f"{prefix}_agency": _TEXT | {"title": f"Code of the agency of {which}"},
        f"{prefix}_agency_name": _TEXT | {"title": f"Name of the agency of {which} in the city's first language"},
        f"{prefix}_start": _DATE | {"title": f"Actual start of {which}, else the planned one"},
        f"{prefix}_end": _DATE | {"title": f"Actual end of {which}, else the planned one"},
    }


_TERM: Final[Schema] = {
    "type": "object",
    "required": ["name", "quantity", "unit", "unit_cost", "value", "source"],
    "additionalProperties": False,
    "properties": {
        "name": _TEXT | {"title": "Name of the term"},
        "quantity": _NUMBER | {"title": "How much of the unit"},
        "unit": _TEXT | {"title": "Unit: m, m2, d (days), pair, 1 (a factor) or evidence"},
        "unit_cost": {"type": ["number", "null"], "title": "What one unit costs; null for what is no money"},
        "value": _NUMBER | {"title": "Quantity times unit cost in the currency, or the number itself"},
        "source": _TEXT | {"title": "Where the unit cost is from, or the rule that gives the number"},
    },
}
_ACTUAL: Final = ("relation", "distance_m", "shared_length_m", "shared_area_m2", "bearing_gap", "road_class")
_TIMES: Final = ("days_shared", "gap_days", "joint_start", "joint_end", "period_start", "period_end")
OVERLAP: Final = MappingProxyType(
    {
        "class": _asked("class"),
        "also": _asked("also", items=_TEXT | {"enum": [*map(str, Class)]}),
        "state": _asked("state"),
        "past": _asked("past"),
        "reason": _TEXT | {"title": "Reason of the newest mark; changed or apart where it is open again for that"},
        "marked_by": _TEXT | {"title": "Code of the agency that made the newest mark"},
        "marked_at": _TEXT | {"format": "date-time", "title": "When the newest mark was made"},
        **_of_work("one", "the work whose id comes first"),
        **_of_work("other", "the other work"),
        "agencies": _asked("agencies"),
        "categories": _asked("categories", items=_TEXT | {"enum": [*map(str, Category)]}),
        "districts": _asked("districts"),
        **{name: _asked(name) for name in (*_ACTUAL, *_TIMES, "lead", "lead_reason")},
        "exception": _asked("exception", enum=[*map(str, Exemption)]),
        **{name: _asked(name) for name in ("score", "currency", "likelihood")},
        "terms": {"type": "array", "title": "What the score is made of: money times factors", "items": _TERM},
        "publication": _asked("publication"),
        "withheld": _TEXTS | {"title": "Properties that were entered and are withheld by the disclosure policy"},
        "sample": _asked("sample"),
    }
)
