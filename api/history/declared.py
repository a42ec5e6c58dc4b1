"""The parameters of what was published before."""

from __future__ import annotations

from typing import Any, Final

from api.http.parameters import Parameter
from api.ogc import values
from api.ogc.declared import F_RESOURCE
from geo.history import Place

MOST_VERSIONS: Final = 1_000
MOST_CHANGES: Final = 100_000
LINES: Final = 10_000

_TEXTS: Final[dict[str, Any]] = {"type": "array", "items": {"type": "string"}, "maxItems": 100}


def _limit(what: str, usual: int, most: int) -> Parameter:
    schema = {"type": "integer", "minimum": 1, "default": usual}
    return Parameter("limit", f"{what} at most.", schema, values.limit, greatest=lambda _: most)


BELOW: Final = Parameter("below", "Only versions below this number.", {"type": "integer", "minimum": 1}, values.limit)
SINCE: Final = Parameter(
    "since",
    "Only what was published behind this place: the cursor of the last line that was read, or the number of a "
    "publication.",
    {"type": "string"},
    Place.read,
)
BEFORE: Final = Parameter(
    "before", "Only what was published before this place, which is taken from a link.", {"type": "string"}, Place.read
)
AGENCY: Final = Parameter(
    "agency",
    "Only changes of projects that belong, or belonged before, to one of these agencies.",
    _TEXTS,
    values.texts,
)
DISTRICT: Final = Parameter(
    "district", "Only changes of projects that lie, or lay before, in one of these districts.", _TEXTS, values.texts
)

VERSIONS: Final = (F_RESOURCE, _limit("Versions", MOST_VERSIONS, MOST_VERSIONS), BELOW)
CHANGES: Final = (SINCE, _limit("Lines", LINES, MOST_CHANGES), AGENCY, DISTRICT)
