"""The collection `districts`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from api.context import Context
from api.ogc import asking, declared
from api.ogc.collection import Collection
from api.ogc.schemas import DISTRICT
from geo import districts
from geo.collections import districts_extent
from geo.crs import Crs
from geo.filters.districts import DISTRICTS as QUERYABLES
from geo.items import Asked, Page


async def _page(ctx: Context, given: Mapping[str, Any], asked: Asked) -> Page:
    selection = districts.DistrictSelection(
        **asking.place(given, ctx),
        interval=asking.interval(given, ctx),
        sets=given.get("boundary_set"),
        as_of=ctx.as_of,
        conditions=asking.conditions(QUERYABLES, given, ctx),
    )
    return await districts.district_page(ctx.pool, selection, asked)


async def _feature(ctx: Context, feature_id: str, *, language: str, crs: Crs) -> bytes:
    return await districts.district_feature(
        ctx.pool, feature_id, language=language, today=ctx.today(), crs=crs, as_of=ctx.as_of
    )


DISTRICTS: Final = Collection(
    name="districts",
    kind="districts",
    title="Districts",
    description="Districts of every boundary set, with the dates between which they are valid.",
    properties=DISTRICT,
    queryables=QUERYABLES,
    geometry="geometry-multipolygon",
    own=declared.DISTRICTS,
    page=_page,
    feature=_feature,
    extent=districts_extent,
)
