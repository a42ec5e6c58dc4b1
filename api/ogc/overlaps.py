"""The collection `overlaps`: pairs of works that concern each other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from api.context import Context
from api.http.parameters import LONGEST_ID, Parameter
from api.ogc import asking, values
from api.ogc.collection import Collection
from api.ogc.schemas_of_overlaps import OVERLAP
from geo.collections import overlaps_extent
from geo.crs import Crs
from geo.errors import BadRequest
from geo.filters.overlaps import OVERLAPS as QUERYABLES
from geo.items import Asked, Page
from geo.overlaps.classes import Class
from geo.overlaps.found import OverlapSelection, overlap_feature, overlap_page
from geo.overlaps.states import State
from geo.periods import Interval

_QUARTER: Final = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)
_TEXTS: Final[dict[str, Any]] = {"type": "array", "items": {"type": "string"}, "maxItems": 100}


def _quarter(text: str) -> Interval:
    """A quarter like 2026-Q3 as its days."""
    match = _QUARTER.fullmatch(text)
    if not match or match[1] == "0000":
        raise BadRequest("A quarter is written like 2026-Q3.", parameter="quarter")
    year, first = int(match[1]), 3 * int(match[2]) - 2
    end = date(year, first + 2, 28) + timedelta(days=3 if first in {1, 10} else 2)
    return Interval(date(year, first, 1), end)


def _codes(name: str, kind: type[Class] | type[State], told: str) -> Parameter:
    schema = {"type": "array", "items": {"type": "string", "enum": [str(code) for code in kind]}}
    return Parameter(name, told, schema, values.codes(kind))


CLASS: Final = _codes("class", Class, "Only pairs of one of these classes.")
STATE: Final = _codes("state", State, "Only pairs in one of these states on the date asked.")
AGENCY: Final = Parameter("agency", "Only pairs with a work of one of these agencies (codes).", _TEXTS, values.texts)
DISTRICT: Final = Parameter(
    "district", "Only pairs in one of these districts (ids like set.code).", _TEXTS, values.texts
)
PROJECT: Final = Parameter("project", "Only pairs with one of these works (ids).", _TEXTS, values.texts)
QUARTER: Final = Parameter(
    "quarter",
    "Only pairs that matter in this quarter.",
    {"type": "string", "pattern": "^[0-9]{4}-Q[1-4]$", "example": "2026-Q3"},
    _quarter,
)
PARAMETERS: Final = (CLASS, STATE, AGENCY, DISTRICT, PROJECT, QUARTER)
"""What selects overlaps beside what selects the features of every collection."""


def selection(given: Mapping[str, Any], ctx: Context) -> OverlapSelection:
    """What the parameters select. Raises BadRequest."""
    asked = (asking.interval(given, ctx), given.get("quarter"))
    return OverlapSelection(
        **asking.place(given, ctx),
        today=ctx.today(),
        intervals=tuple(one for one in asked if one is not None),
        classes=given.get("class"),
        states=given.get("state"),
        agencies=given.get("agency"),
        districts=given.get("district"),
        projects=given.get("project"),
        as_of=ctx.as_of,
        conditions=asking.conditions(QUERYABLES, given, ctx),
    )


async def _page(ctx: Context, given: Mapping[str, Any], asked: Asked) -> Page:
    return await overlap_page(ctx.pool, selection(given, ctx), asked)


async def _feature(ctx: Context, feature_id: str, *, language: str, crs: Crs) -> bytes:
    return await overlap_feature(ctx.pool, feature_id, language=language, today=ctx.today(), crs=crs, as_of=ctx.as_of)


OVERLAPS: Final = Collection(
    name="overlaps",
    kind="overlaps",
    title="Overlaps",
    description="Pairs of public works that collide in space and time, and what is at stake by the rules in force. The "
    "geometry is the ground that both share, or the place where they come nearest. datetime asks for the days in which "
    "a pair matters. Those with the highest score come first.",
    properties=OVERLAP,
    queryables=QUERYABLES,
    geometry="geometry-any",
    own=PARAMETERS,
    page=_page,
    feature=_feature,
    extent=overlaps_extent,
    longest_id=2 * LONGEST_ID + 1,
    listed_empty=False,
    order=(("score", True),),
)
