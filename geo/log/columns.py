"""Whether a version's columns say what its text says."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, Final

import shapely

DERIVED: Final = frozenset({"end_shift_days", "extension_count", "cost_growth", "progress_gap"})
"""Facts that older texts do not have: they were computed for them later."""


def differing(text: str, columns: str) -> str | None:
    """The first property that a stored text and the text that the columns give say differently; None where none is.

    Texts may be older than today's way to write them: numbers are compared as numbers, shapes without regard to which
    way their rings turn, and a property that a text does not have must not be entered in its column.
    """
    return compare(exactly(text), exactly(columns))


def compare(logged: Any, found: Any) -> str | None:  # noqa: ANN401 - JSON
    """The first property that two features say differently, as `differing` has it; numbers are exact."""
    if logged["id"] != found["id"]:
        return "id"
    if not _same_shape(logged["geometry"], found["geometry"]):
        return "footprint"
    was, now = logged["properties"], found["properties"]
    changed = (name for name in was if name not in now or was[name] != now[name])
    added = (name for name in now if name not in was and name not in DERIVED and now[name] not in (None, []))
    return next(changed, None) or next(added, None)


def exactly(text: str) -> Any:  # noqa: ANN401 - JSON
    """JSON whose numbers keep all their digits."""
    return json.loads(text, parse_float=Decimal)


def _same_shape(one: object, other: object) -> bool:
    return one == other or (one is not None and other is not None and _normal(one) == _normal(other))


def _normal(geometry: object) -> object:
    return shapely.normalize(shapely.from_geojson(json.dumps(geometry, default=float)))
