"""Landing page, conformance, definition and the list of collections."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.context import Context, Ctx
from api.http.answers import answer_json, see_page
from api.http.negotiation import DEFINITION, FEATURES, MEDIA_TYPE, RESOURCE, Format, negotiate
from api.http.parameters import read
from api.ogc import declared
from api.ogc.definition import definition
from api.ogc.links import Link, link, selves
from geo.collections import Extent, districts_extent, has_samples, projects_extent
from geo.errors import NotFound

router = APIRouter()
CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CONFORMANCE: Final = tuple(
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "geojson", "html", "oas30")
)
COLLECTIONS: Final = {
    "projects": (
        "Public works",
        "Public works with their footprint, status, progress, money and dates. A project without a footprint is "
        "listed too.",
    ),
    "districts": ("Districts", "Districts of every boundary set, with the dates between which they are valid."),
}


@router.api_route("/", methods=["GET", "HEAD"])
async def landing(request: Request, ctx: Ctx) -> Response:
    """The landing page of the API, or the home page for readers."""
    read(request, declared.RESOURCE)
    chosen = negotiate(request, RESOURCE)
    if chosen is Format.HTML:
        return see_page(request)
    name = ctx.city.names.get("en") or next(iter(ctx.city.names.values()))
    body = {
        "title": f"Allimi: public works of {name}",
        "description": "What is being built, where, by whom, for how much, and how far it has got.",
        "attribution": ctx.city.attribution.get("en", ""),
        "licence": ctx.city.licence,
        "sample": await has_samples(ctx.pool),
        "links": [*selves(request, ctx.links, RESOURCE, chosen), *_landing_links(ctx)],
    }
    return answer_json(request, body)


def _landing_links(ctx: Context) -> list[Link]:
    base, json_type = ctx.links, MEDIA_TYPE[Format.JSON]
    openapi = MEDIA_TYPE[Format.OPENAPI]
    return [
        link("service-desc", f"{base}/api", openapi, "The definition of this API (OpenAPI 3.0)"),
        link("service-doc", f"{base}/api?f=html", "text/html", "The documentation of this API"),
        link("conformance", f"{base}/conformance", json_type, "Conformance classes"),
        link("data", f"{base}/collections", json_type, "The collections"),
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
    return answer_json(request, {"conformsTo": CONFORMANCE, "links": links})


@router.api_route("/api", methods=["GET", "HEAD"])
async def api(request: Request, ctx: Ctx) -> Response:
    """The definition of this API as OpenAPI 3.0."""
    read(request, declared.RESOURCE)
    if negotiate(request, DEFINITION) is Format.HTML:
        return see_page(request)
    return answer_json(request, definition(ctx, COLLECTIONS), Format.OPENAPI)


@router.api_route("/collections", methods=["GET", "HEAD"])
async def collections(request: Request, ctx: Ctx) -> Response:
    """The collections."""
    read(request, declared.RESOURCE)
    chosen = negotiate(request, RESOURCE)
    if chosen is Format.HTML:
        return see_page(request)
    body = {
        "collections": [await describe(request, ctx, name, listed=True) for name in COLLECTIONS],
        "links": selves(request, ctx.links, RESOURCE, chosen),
    }
    return answer_json(request, body)


@router.api_route("/collections/{collection}", methods=["GET", "HEAD"])
async def one_collection(request: Request, ctx: Ctx, collection: str) -> Response:
    """One collection."""
    read(request, declared.RESOURCE)
    if collection not in COLLECTIONS:
        raise NotFound(f"There is no collection {collection[:60]!r}.")
    if negotiate(request, RESOURCE) is Format.HTML:
        return see_page(request)
    return answer_json(request, await describe(request, ctx, collection, listed=False))


async def describe(request: Request, ctx: Context, name: str, *, listed: bool) -> dict[str, Any]:
    """A collection as its metadata."""
    title, description = COLLECTIONS[name]
    extent = await (projects_extent(ctx.pool) if name == "projects" else districts_extent(ctx.pool))
    here = f"{ctx.links}/collections/{name}"
    own = (
        [
            link("self", here, MEDIA_TYPE[Format.JSON], title),
            link("alternate", f"{here}?f=html", "text/html", f"{title} as HTML"),
        ]
        if listed
        else selves(request, ctx.links, RESOURCE, Format.JSON)
    )
    items = [
        link("items", f"{here}/items?f={f}", MEDIA_TYPE[f].split(";")[0], f"{title} as {f.upper()}") for f in FEATURES
    ]
    return {
        "id": name,
        "title": title,
        "description": description,
        "itemType": "feature",
        "crs": [CRS84],
        "extent": _extent(extent),
        "links": [*own, *items, link("license", ctx.city.licence_url, "text/html", ctx.city.licence)],
    }


def _extent(extent: Extent) -> dict[str, Any]:
    known: dict[str, Any] = {}
    if extent.bbox is not None:
        b = extent.bbox
        known["spatial"] = {"bbox": [[b.west, b.south, b.east, b.north]], "crs": CRS84}
    if extent.start is not None or extent.end is not None:
        interval = [day and f"{day.isoformat()}T00:00:00Z" for day in (extent.start, extent.end)]
        known["temporal"] = {
            "interval": [interval],
            "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
        }
    return known
