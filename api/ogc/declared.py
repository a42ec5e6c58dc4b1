"""The parameters that the OGC endpoints take."""

from __future__ import annotations

from typing import Any, Final

from api.http.parameters import Parameter
from api.ogc import values
from geo.codes import Category, Status

MAX_LIMIT: Final = 10_000
DEFAULT_LIMIT: Final = 100

F_RESOURCE: Final = Parameter("f", "Format of the answer.", {"type": "string", "enum": ["json", "html"]})
F_FEATURE: Final = Parameter("f", "Format of the answer.", {"type": "string", "enum": ["geojson", "json", "html"]})
F_FEATURES: Final = Parameter(
    "f", "Format of the answer.", {"type": "string", "enum": ["geojson", "json", "csv", "html"]}
)
LIMIT: Final = Parameter(
    "limit",
    "Features on a page.",
    {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
    values.limit(MAX_LIMIT),
)
BBOX: Final = Parameter(
    "bbox",
    "Only features that touch this box: west,south,east,north in CRS84 degrees.",
    {
        "type": "array",
        "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
        "items": {"type": "number"},
    },
    values.bbox,
)
DATETIME: Final = Parameter(
    "datetime",
    "Only features of this time: an instant, or an interval with '/', half-open with '..', or with a duration. For a "
    "project it is the actual period where that is known, else the current planned one.",
    {"type": "string"},
)
CURSOR: Final = Parameter("cursor", "Where the next page begins: taken from a next link.", {"type": "string"})


def _codes(name: str, kind: type[Status] | type[Category]) -> Parameter:
    schema = {"type": "array", "items": {"type": "string", "enum": [str(code) for code in kind]}}
    return Parameter(name, f"Only projects of one of these {name} codes.", schema, values.codes(kind))


_TEXTS: Final[dict[str, Any]] = {"type": "array", "items": {"type": "string"}, "maxItems": 100}
DISTRICT: Final = Parameter(
    "district", "Only projects in one of these districts (ids like set.code).", _TEXTS, values.texts
)
STATUS: Final = _codes("status", Status)
CATEGORY: Final = _codes("category", Category)
AGENCY: Final = Parameter("agency", "Only projects of one of these agencies (codes).", _TEXTS, values.texts)
MAPPED: Final = Parameter(
    "mapped", "Only projects with a footprint, or only those without.", {"type": "boolean"}, values.truth
)
BOUNDARY_SET: Final = Parameter("boundary_set", "Only districts of one of these boundary sets.", _TEXTS, values.texts)

RESOURCE: Final = (F_RESOURCE,)
ITEM: Final = (F_FEATURE,)
PROJECTS: Final = (F_FEATURES, LIMIT, BBOX, DATETIME, DISTRICT, STATUS, CATEGORY, AGENCY, MAPPED, CURSOR)
DISTRICTS: Final = (F_FEATURES, LIMIT, BBOX, DATETIME, BOUNDARY_SET, CURSOR)
