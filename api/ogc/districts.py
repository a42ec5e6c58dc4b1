"""The collection `districts`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from api.context import Context
from api.ogc import declared
from api.ogc.collection import Collection
from api.ogc.paging import begin
from geo import districts
from geo.collections import districts_extent
from geo.periods import parse_interval
from geo.projects import Page

_PROPERTIES: Final = (
    "name",
    "names",
    "code",
    "boundary_set",
    "parent",
    "level",
    "valid_from",
    "valid_to",
    "area_m2",
    "source",
    "licence",
    "sketch",
    "sample",
)


async def _page(ctx: Context, given: Mapping[str, Any], *, language: str, most: int) -> Page:
    cursor = begin("districts", given, ctx)
    selection = districts.DistrictSelection(
        bbox=given.get("bbox"),
        interval=parse_interval(given["datetime"], ctx.city.timezone) if "datetime" in given else None,
        sets=given.get("boundary_set"),
    )
    return await districts.district_page(
        ctx.pool,
        selection,
        limit=min(given.get("limit", declared.DEFAULT_LIMIT), most),
        language=language,
        after=cursor.after if cursor else None,
        matched=cursor.matched if cursor else None,
    )


async def _feature(ctx: Context, feature_id: str, *, language: str) -> str:
    return await districts.district_feature(ctx.pool, feature_id, language=language)


DISTRICTS: Final = Collection(
    name="districts",
    title="Districts",
    description="Districts of every boundary set, with the dates between which they are valid.",
    parameters=declared.DISTRICTS,
    properties=_PROPERTIES,
    page=_page,
    feature=_feature,
    extent=districts_extent,
)
