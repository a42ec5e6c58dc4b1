"""The parameters that the OGC endpoints take."""

from __future__ import annotations

from typing import Any, Final

from api.http.parameters import Parameter
from api.ogc import values
from geo.codes import Category, Status
from geo.filters.queryables import Queryable

DEFAULT_LIMIT: Final = 100
LONGEST_CURSOR: Final = 16_000
"""Characters: it holds the values that a page ends with, such as a long title."""

_TEXT: Final = {"type": "string"}
_URI: Final = {"type": "string", "format": "uri"}

F_RESOURCE: Final = Parameter("f", "Format of the answer.", {"type": "string", "enum": ["json", "html"]})
F_FEATURE: Final = Parameter("f", "Format of the answer.", {"type": "string", "enum": ["geojson", "json", "html"]})
F_FEATURES: Final = Parameter(
    "f", "Format of the answer.", {"type": "string", "enum": ["geojson", "json", "csv", "html"]}
)
LIMIT: Final = Parameter(
    "limit",
    "Features on a page.",
    {"type": "integer", "minimum": 1, "default": DEFAULT_LIMIT},
    values.limit,
    greatest=lambda sizes: sizes.page,
)
BBOX: Final = Parameter(
    "bbox",
    "Only features that touch this box: west,south,east,north in CRS84 degrees, or in the axis order of bbox-crs.",
    {
        "type": "array",
        "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
        "items": {"type": "number"},
    },
    values.corners,
)
DATETIME: Final = Parameter(
    "datetime",
    "Only features of this time: an instant, or an interval with '/', half-open with '..', or with a duration. For a "
    "project it is the actual period where that is known, else the current planned one.",
    _TEXT,
)
CURSOR: Final = Parameter(
    "cursor", "Where the next page begins: taken from a next link.", _TEXT, longest=lambda _: LONGEST_CURSOR
)
CRS: Final = Parameter("crs", "The CRS of the coordinates of the answer, one of the collection's.", _URI)
BBOX_CRS: Final = Parameter("bbox-crs", "The CRS of bbox, one of the collection's; CRS84 where it is not given.", _URI)
FILTER: Final = Parameter(
    "filter",
    "Only features that meet this CQL2 expression over the collection's queryables.",
    _TEXT,
    longest=lambda sizes: sizes.filter_length,
    lines=True,
)
FILTER_LANG: Final = Parameter(
    "filter-lang",
    "The language of filter.",
    {"type": "string", "enum": ["cql2-text", "cql2-json"], "default": "cql2-text"},
    values.one_of("cql2-text", "cql2-json"),
)
FILTER_CRS: Final = Parameter("filter-crs", "The CRS of the geometries in filter, one of the collection's.", _URI)
SORTBY: Final = Parameter(
    "sortby",
    "Names of sortables, joined by commas, '-' before one that descends; what is not entered comes last.",
    {"type": "array", "items": {"type": "string", "pattern": "^[+-]?[a-z_]+$"}, "minItems": 1, "maxItems": 4},
    values.sort_order,
)
PROPERTIES: Final = Parameter(
    "properties",
    "Only these properties of each feature, in this order.",
    {"type": "array", "items": _TEXT, "minItems": 1, "maxItems": 100},
    values.names,
)
SKIP_GEOMETRY: Final = Parameter(
    "skipGeometry", "Whether features come without their geometry.", {"type": "boolean", "default": False}, values.truth
)


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

AS_OF: Final = Parameter(
    "as-of",
    "The answer as it was at this past instant (RFC 3339), or at the end of this day in the city.",
    {"type": "string", "example": "2026-01-31T09:00:00Z"},
)

RESOURCE: Final = (F_RESOURCE,)
DATED: Final = (F_RESOURCE, AS_OF)
"""Of a resource that speaks of what is published."""
ITEM: Final = (F_FEATURE, CRS, AS_OF)
SELECTING: Final = (BBOX, BBOX_CRS, DATETIME, FILTER, FILTER_LANG, FILTER_CRS, AS_OF)
"""What selects the features of every collection."""
SHOWING: Final = (F_FEATURES, LIMIT, CRS, SORTBY, PROPERTIES, SKIP_GEOMETRY, CURSOR)
"""How the features of every collection are shown."""
COMMON: Final = (*SELECTING, *SHOWING)
PROJECTS: Final = (DISTRICT, STATUS, CATEGORY, AGENCY, MAPPED)
DISTRICTS: Final = (BOUNDARY_SET,)


def queryable(one: Queryable) -> Parameter:
    """A queryable as a parameter that demands its value."""
    described = {name: value for name, value in one.schema.items() if name in {"type", "format", "enum"}}
    return Parameter(one.name, f"Only features with this value: {one.title}.", described)
