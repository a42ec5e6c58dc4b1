"""The collection `projects`: items and item."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.context import Context, Ctx
from api.http.answers import see_page
from api.http.negotiation import FEATURE, FEATURES, Format, negotiate
from api.http.parameters import FeatureId, read
from api.ogc import declared
from api.ogc.items import feature_answer
from api.ogc.paging import begin, feature_collection
from api.ogc.tables import csv_answer
from geo import projects
from geo.periods import parse_interval

router = APIRouter()
COLLECTION = "projects"


@router.api_route("/collections/projects/items", methods=["GET", "HEAD"])
async def items(request: Request, ctx: Ctx) -> Response:
    """Projects as GeoJSON in CRS84, or as CSV."""
    given = read(request, declared.PROJECTS)
    chosen = negotiate(request, FEATURES)
    if chosen is Format.HTML:
        return see_page(request)
    page = await _page(ctx, given)
    if chosen is Format.CSV:
        return await csv_answer(request, ctx, page, given, COLLECTION)
    return await feature_collection(request, ctx, page, given, COLLECTION)


@router.api_route("/collections/projects/items/{project_id}", methods=["GET", "HEAD"])
async def item(request: Request, ctx: Ctx, project_id: FeatureId) -> Response:
    """One project as a GeoJSON feature in CRS84."""
    read(request, declared.ITEM)
    if negotiate(request, FEATURE) is Format.HTML:
        return see_page(request)
    text = await projects.feature(ctx.pool, project_id, language=ctx.language, today=ctx.today())
    return feature_answer(request, ctx, text, COLLECTION)


def selection(given: dict[str, Any], ctx: Context) -> projects.Selection:
    """What the parameters select."""
    chosen = projects.Selection(
        bbox=given.get("bbox"),
        districts=given.get("district"),
        statuses=given.get("status"),
        categories=given.get("category"),
        agencies=given.get("agency"),
        mapped=given.get("mapped"),
    )
    if "datetime" in given:
        chosen = replace(chosen, interval=parse_interval(given["datetime"], ctx.city.timezone))
    return chosen


async def _page(ctx: Context, given: dict[str, Any]) -> projects.Page:
    cursor = begin(given, ctx)
    return await projects.page(
        ctx.pool,
        selection(given, ctx),
        limit=given.get("limit", declared.DEFAULT_LIMIT),
        language=ctx.language,
        today=ctx.today(),
        after=cursor.after if cursor else None,
        matched=cursor.matched if cursor else None,
    )
