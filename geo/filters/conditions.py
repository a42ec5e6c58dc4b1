"""A filter as a condition in SQL: names looked up in a table, functions in a list, every literal bound."""

from __future__ import annotations

from datetime import date
from typing import Final

from shapely.geometry.base import BaseGeometry

from geo.filters.arrays import ARRAYS
from geo.filters.comparisons import COMPARISONS
from geo.filters.limits import bad
from geo.filters.queryables import Kind, Queryables
from geo.filters.spatial import SPATIAL
from geo.filters.temporal import TEMPORAL
from geo.filters.texts import TEXTS
from geo.filters.translating import Bind, Locate, Operators, Translation
from geo.filters.tree import Filter

OPERATORS: Final[Operators] = {**COMPARISONS, **TEXTS, **SPATIAL, **TEMPORAL, **ARRAYS}
"""Every operator and function that is offered; no other ever reaches SQL."""


def identity(geometry: BaseGeometry) -> BaseGeometry:
    """A geometry that is in EPSG:4326 already, longitude first."""
    return geometry


def is_spatial(asked: Filter) -> bool:
    """Whether it asks where features lie: rows that do are found in no useful order."""
    return any(name in SPATIAL for name in asked.operations())


def condition(
    asked: Filter,
    queryables: Queryables,
    bind: Bind,
    *,
    today: date,
    language: str = "",
    zone: str = "UTC",
    locate: Locate = identity,
) -> str:
    """The filter as one condition in brackets, whose every literal is a placeholder that `bind` gave.

    A feature is meant where the condition is true; where a value that it needs is null it is neither true nor false,
    as in SQL. `language` is the one of names, `zone` where the days of instants are counted. `locate` brings a geometry
    of the filter's CRS to EPSG:4326. Raises BadRequest where a name, a kind of value or a geometry does not fit, before
    any database is asked.
    """
    translation = Translation(
        operators=OPERATORS,
        queryables=queryables,
        bind=bind,
        locate=locate,
        today=today,
        language=language,
        zone=zone,
    )
    if translation.kind(asked.root) is not Kind.BOOLEAN:
        raise bad(f"A filter is a condition, not {translation.told(asked.root)}.")
    return f"({translation.condition(asked.root)})"
