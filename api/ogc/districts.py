"""The collection `districts`: items and item."""

from __future__ import annotations

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
from geo import districts
from geo.periods import parse_interval
from geo.projects import Page

router = APIRouter()
COLLECTION = "districts"


@router.api_route("/collections/districts/items", methods=["GET", "HEAD"])
async def items(request: Request, ctx: Ctx) -> Response:
    """Districts as GeoJSON in CRS84, or as CSV."""
    given = read(request, declared.DISTRICTS)
    chosen = negotiate(request, FEATURES)
    if chosen is Format.HTML:
        return see_page(request)
    page = await _page(ctx, given)
    if chosen is Format.CSV:
        return await csv_answer(request, ctx, page, given, COLLECTION)
    return await feature_collection(request, ctx, page, given, COLLECTION)


@router.api_route("/collections/districts/items/{district_id}", methods=["GET", "HEAD"])
async def item(request: Request, ctx: Ctx, district_id: FeatureId) -> Response:
    """One district as a GeoJSON feature in CRS84."""
    read(request, declared.ITEM)
    if negotiate(request, FEATURE) is Format.HTML:
        return see_page(request)
    text = await districts.district_feature(ctx.pool, district_id, language=ctx.language)
    return feature_answer(request, ctx, text, COLLECTION)


async def _page(ctx: Context, given: dict[str, Any]) -> Page:
    cursor = begin(given, ctx)
    interval = parse_interval(given["datetime"], ctx.city.timezone) if "datetime" in given else None
    return await districts.district_page(
        ctx.pool,
        districts.DistrictSelection(bbox=given.get("bbox"), interval=interval, sets=given.get("boundary_set")),
        limit=given.get("limit", declared.DEFAULT_LIMIT),
        language=ctx.language,
        after=cursor.after if cursor else None,
        matched=cursor.matched if cursor else None,
    )
