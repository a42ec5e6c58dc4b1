"""The collection `projects`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from api.context import Context
from api.ogc import declared
from api.ogc.collection import Collection
from api.ogc.paging import begin
from geo import projects
from geo.collections import projects_extent
from geo.periods import parse_interval

_PROPERTIES: Final = (
    "title",
    "titles",
    "descriptions",
    "status",
    "category",
    "agency",
    "contractor",
    "supervisor",
    "address",
    "original_start",
    "original_end",
    "planned_start",
    "planned_end",
    "actual_start",
    "actual_end",
    "progress_planned",
    "progress_actual",
    "progress_as_of",
    "original_budget",
    "original_budget_currency",
    "budget",
    "budget_currency",
    "contract_amount",
    "contract_currency",
    "location_source",
    "location_method",
    "location_accuracy",
    "location_verified_by",
    "location_verified_on",
    "declared_districts",
    "withheld",
    "withdrawn",
    "sample",
    "version",
    "published",
    "agency_name",
    "districts",
    "days_late",
)


def selection(given: Mapping[str, Any], ctx: Context) -> projects.Selection:
    """What the parameters select."""
    return projects.Selection(
        bbox=given.get("bbox"),
        interval=parse_interval(given["datetime"], ctx.city.timezone) if "datetime" in given else None,
        districts=given.get("district"),
        statuses=given.get("status"),
        categories=given.get("category"),
        agencies=given.get("agency"),
        mapped=given.get("mapped"),
    )


async def _page(ctx: Context, given: Mapping[str, Any], *, language: str, most: int) -> projects.Page:
    cursor = begin("projects", given, ctx)
    return await projects.page(
        ctx.pool,
        selection(given, ctx),
        limit=min(given.get("limit", declared.DEFAULT_LIMIT), most),
        language=language,
        today=ctx.today(),
        after=cursor.after if cursor else None,
        matched=cursor.matched if cursor else None,
    )


async def _feature(ctx: Context, feature_id: str, *, language: str) -> str:
    return await projects.feature(ctx.pool, feature_id, language=language, today=ctx.today())


PROJECTS: Final = Collection(
    name="projects",
    title="Public works",
    description="Public works with their footprint, status, progress, money and dates. A project without a footprint "
    "is listed too.",
    parameters=declared.PROJECTS,
    properties=_PROPERTIES,
    page=_page,
    feature=_feature,
    extent=projects_extent,
)
