"""Landing page, conformance, definition and the list of collections."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.context import Context, Ctx
from api.http.answers import answer_json, see_page
from api.http.negotiation import DEFINITION, MEDIA_TYPE, RESOURCE, Format, negotiate
from api.http.parameters import read
from api.ogc import catalogue, declared
from api.ogc.catalogue import COLLECTIONS, NOWHERE, describe, known, listed
from api.ogc.definition import definition
from api.ogc.links import Link, link, selves
from api.ogc.parts import parts_of
from geo.collections import has_samples

router = APIRouter()


@router.api_route("/", methods=["GET", "HEAD"])
async def landing(request: Request, ctx: Ctx) -> Response:
    """The landing page of the API, or the home page for readers."""
    ctx = await ctx.at(read(request, declared.DATED))
    chosen = negotiate(request, RESOURCE)
    if chosen is Format.HTML:
        return see_page(request)
    name = ctx.city.names.get("en") or next(iter(ctx.city.names.values()))
    body = {
        "title": f"Allimi: public works of {name}",
        "description": "What is being built, where, by whom, for how much, and how far it has got.",
        "attribution": ctx.city.attribution.get("en", ""),
        "licence": ctx.city.licence,
        "sample": await has_samples(ctx.pool, as_of=ctx.as_of),
        "links": [*selves(request, ctx.links, RESOURCE, chosen), *_landing_links(request, ctx)],
    }
    return answer_json(request, body)


def _landing_links(request: Request, ctx: Context) -> list[Link]:
    base, json_type = ctx.links, MEDIA_TYPE[Format.JSON]
    openapi = MEDIA_TYPE[Format.OPENAPI]
    return [
        link("service-desc", f"{base}/api", openapi, "The definition of this API (OpenAPI 3.0)"),
        link("service-doc", f"{base}/api?f=html", "text/html", "The documentation of this API"),
        link("conformance", f"{base}/conformance", json_type, "Conformance classes"),
        link("data", f"{base}/collections", json_type, "The collections"),
        *(one for part in parts_of(request) for one in part.links(ctx)),
        link("license", ctx.city.licence_url, "text/html", ctx.city.licence),
    ]


@router.api_route("/conformance", methods=["GET", "HEAD"])
async def conformance(request: Request, ctx: Ctx) -> Response:
    """The conformance classes that hold."""
    read(request, declared.RESOURCE)
    chosen = negotiate(request, RESOURCE)
    if chosen is Format.HTML:
        return see_page(request)
    links = selves(request, ctx.links, RESOURCE, chosen)
    return answer_json(request, {"conformsTo": catalogue.conformance(request), "links": links})


@router.api_route("/api", methods=["GET", "HEAD"])
async def api(request: Request, ctx: Ctx) -> Response:
    """The definition of this API as OpenAPI 3.0."""
    read(request, declared.RESOURCE)
    if negotiate(request, DEFINITION) is Format.HTML:
        return see_page(request)
    return answer_json(request, definition(ctx, COLLECTIONS.values(), parts_of(request)), Format.OPENAPI)


@router.api_route("/collections", methods=["GET", "HEAD"])
async def collections(request: Request, ctx: Ctx) -> Response:
    """The collections."""
    ctx = await ctx.at(read(request, declared.DATED))
    chosen = negotiate(request, RESOURCE)
    if chosen is Format.HTML:
        return see_page(request)
    body = {
        "collections": [describe(request, ctx, one, extent, listed=True) for one, extent in await listed(ctx)],
        "crs": [one.uri for one in ctx.crs],
        "links": selves(request, ctx.links, RESOURCE, chosen),
    }
    return answer_json(request, body)


@router.api_route("/collections/{collection}", methods=["GET", "HEAD"])
async def one_collection(request: Request, ctx: Ctx, collection: str) -> Response:
    """One collection."""
    found = known(collection)
    ctx = await ctx.at(read(request, declared.DATED))
    if negotiate(request, RESOURCE) is Format.HTML:
        return see_page(request)
    extent = await found.extent(ctx.pool, as_of=ctx.as_of) or NOWHERE
    return answer_json(request, describe(request, ctx, found, extent, listed=False))
