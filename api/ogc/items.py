"""The items of every collection, and one item."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.context import Context, Ctx
from api.http.answers import answer, see_page
from api.http.negotiation import FEATURE, FEATURES, MEDIA_TYPE, Format, negotiate
from api.http.parameters import FeatureId, read
from api.ogc import declared
from api.ogc.catalogue import known
from api.ogc.links import header, link, selves
from api.ogc.paging import feature_collection
from api.ogc.tables import csv_answer

router = APIRouter()


@router.api_route("/collections/{collection}/items", methods=["GET", "HEAD"])
async def items(request: Request, ctx: Ctx, collection: str) -> Response:
    """A page of features as GeoJSON in CRS84, or as CSV."""
    found = known(collection)
    given = read(request, found.parameters)
    chosen = negotiate(request, FEATURES)
    if chosen is Format.HTML:
        return see_page(request)
    page = await found.page(ctx, given, language=ctx.language, most=declared.MAX_LIMIT)
    framed = csv_answer if chosen is Format.CSV else feature_collection
    return await framed(request, ctx, page, given, found)


@router.api_route("/collections/{collection}/items/{feature_id}", methods=["GET", "HEAD"])
async def item(request: Request, ctx: Ctx, collection: str, feature_id: FeatureId) -> Response:
    """One feature as GeoJSON in CRS84."""
    found = known(collection)
    read(request, declared.ITEM)
    if negotiate(request, FEATURE) is Format.HTML:
        return see_page(request)
    return _answer(request, ctx, await found.feature(ctx, feature_id, language=ctx.language), found.name)


def _answer(request: Request, ctx: Context, text: str, collection: str) -> Response:
    links = selves(request, ctx.links, FEATURE, Format.GEOJSON)
    links.append(link("collection", f"{ctx.links}/collections/{collection}", MEDIA_TYPE[Format.JSON], "The collection"))
    links.append(link("license", ctx.city.licence_url, "text/html", ctx.city.licence))
    written = json.dumps(links, ensure_ascii=False, separators=(",", ":"))
    body = f'{text[:-1]},"links":{written}}}'.encode()
    return answer(request, body, MEDIA_TYPE[Format.GEOJSON], headers={"Link": header(links)})
