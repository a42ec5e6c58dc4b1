"""The collections without geometry: agencies, and progress reports over time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from api.context import Context
from api.ogc import asking
from api.ogc.collection import Collection
from api.ogc.hiding import asked_of
from api.ogc.schemas import AGENCY, PROGRESS
from geo import agencies, progress
from geo.collections import Extent, progress_extent
from geo.crs import Crs
from geo.filters.agencies import AGENCIES as OF_AGENCIES
from geo.filters.progress import PROGRESS as OF_PROGRESS
from geo.items import Asked, Page
from geo.store.connecting import ReadPool

# What never has a place is in every box, and what never has a time in every interval (/req/core/fc-bbox-response C,
# /req/core/fc-time-response C), so that boxes and intervals are only checked.


async def _agency_page(ctx: Context, given: Mapping[str, Any], asked: Asked) -> Page:
    asking.place(given, ctx)
    asking.interval(given, ctx)
    demanded = asking.conditions(OF_AGENCIES, given, ctx)
    return await agencies.agency_page(ctx.pool, demanded, asked, as_of=ctx.as_of)


async def _agency(ctx: Context, feature_id: str, *, language: str, crs: Crs) -> bytes:
    return await agencies.agency_feature(
        ctx.pool, feature_id, language=language, today=ctx.today(), crs=crs, as_of=ctx.as_of
    )


async def _report_page(ctx: Context, given: Mapping[str, Any], asked: Asked) -> Page:
    asking.place(given, ctx)
    demanded = asking.conditions(asked_of("progress", OF_PROGRESS, ctx), given, ctx)
    return await progress.report_page(ctx.pool, asking.interval(given, ctx), demanded, asked, as_of=ctx.as_of)


async def _report(ctx: Context, feature_id: str, *, language: str, crs: Crs) -> bytes:
    return await progress.report_feature(
        ctx.pool, feature_id, language=language, today=ctx.today(), crs=crs, as_of=ctx.as_of
    )


async def _nowhere(pool: ReadPool, *, as_of: int | None = None) -> Extent:
    del pool, as_of  # what has no place needs no look
    return Extent(None, None, None)


AGENCIES: Final = Collection(
    name="agencies",
    kind="agencies",
    title="Agencies",
    description="The agencies that order published works, with the number of them; without geometry.",
    properties=AGENCY,
    queryables=OF_AGENCIES,
    geometry=None,
    own=(),
    page=_agency_page,
    feature=_agency,
    extent=_nowhere,
)
REPORTS: Final = replace(
    AGENCIES,
    name="progress",
    kind="progress",
    title="Progress reports",
    description="How far each public work had got on a date, planned and actual, the latest word on each; without "
    "geometry.",
    properties=PROGRESS,
    queryables=OF_PROGRESS,
    page=_report_page,
    feature=_report,
    extent=progress_extent,
)
