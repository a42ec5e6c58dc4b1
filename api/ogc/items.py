"""The items of every collection, and one item."""

from __future__ import annotations

import hashlib
import json

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.context import Context, Ctx
from api.http.answers import answer, holds, see_page, unchanged
from api.http.negotiation import FEATURE, FEATURES, MEDIA_TYPE, Format, negotiate
from api.http.parameters import FeatureId, read
from api.ogc import asking, declared
from api.ogc.catalogue import known
from api.ogc.definition import program_version
from api.ogc.links import header, link, selves
from api.ogc.paging import feature_collection
from api.ogc.tables import csv_answer
from geo.crs import Crs

router = APIRouter()


@router.api_route("/collections/{collection}/items", methods=["GET", "HEAD"])
async def items(request: Request, ctx: Ctx, collection: str) -> Response:
    """A page of features as GeoJSON or CSV."""
    found = known(collection)
    given = read(request, found.parameters)
    chosen = negotiate(request, FEATURES)
    if chosen is Format.HTML:
        return see_page(request)
    asked = asking.asked(found, given, ctx, language=ctx.language, most=declared.MAX_LIMIT)
    if "if-none-match" in request.headers:
        tag = _tag(request, ctx, chosen, (await ctx.pool.newest()).number)
        if holds(request, tag):
            return unchanged(tag)
    page = await found.page(ctx, given, asked)
    tag = _tag(request, ctx, chosen, page.newest)
    if chosen is Format.CSV:
        return await csv_answer(request, ctx, page, given, found, tag)
    return feature_collection(request, ctx, page, given, found, tag)


@router.api_route("/collections/{collection}/items/{feature_id}", methods=["GET", "HEAD"])
async def item(request: Request, ctx: Ctx, collection: str, feature_id: FeatureId) -> Response:
    """One feature as GeoJSON."""
    found = known(collection)
    given = read(request, declared.ITEM)
    if negotiate(request, FEATURE) is Format.HTML:
        return see_page(request)
    system = asking.crs(given, ctx, "crs")
    text = await found.feature(ctx, feature_id, language=ctx.language, crs=system)
    return _answer(request, ctx, text, found.name, system)


def _answer(request: Request, ctx: Context, text: str, collection: str, system: Crs) -> Response:
    links = selves(request, ctx.links, FEATURE, Format.GEOJSON)
    links.append(link("collection", f"{ctx.links}/collections/{collection}", MEDIA_TYPE[Format.JSON], "The collection"))
    links.append(link("license", ctx.city.licence_url, "text/html", ctx.city.licence))
    written = json.dumps(links, ensure_ascii=False, separators=(",", ":"))
    body = f'{text[:-1]},"links":{written}}}'.encode()
    headers = {"Link": header(links), "Content-Crs": f"<{system.uri}>"}
    return answer(request, body, MEDIA_TYPE[Format.GEOJSON], headers=headers)


def _tag(request: Request, ctx: Context, chosen: Format, publication: int) -> str:
    """The ETag of a page: all that it is made of, so that an unchanged one is known without making it."""
    made_of = (str(request.url.path), request.url.query, chosen, ctx.links, ctx.today(), program_version(), publication)
    return f'W/"{hashlib.sha256(repr(made_of).encode()).hexdigest()[:32]}"'
