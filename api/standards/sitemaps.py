"""What search engines ask for: sitemaps, and what they may read."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.context import Context, Ctx
from api.http.answers import answer
from api.http.parameters import read
from api.ogc.catalogue import COLLECTIONS
from api.ogc.links import segment
from data.standards.sitemaps import MOST, Place, index, sitemap
from geo.districts.places import district_ids
from geo.errors import NotFound
from geo.projects.cards import count
from geo.projects.changed import changed
from geo.projects.choice import Choice

router = APIRouter()
XML: Final = "application/xml; charset=utf-8"
_FIXED: Final = ("/", "/maps", "/maps/unmapped", "/collections", "/downloads", "/api", "/conformance")
_PART: Final = 5_000
"""Projects of a sitemap: with some languages far below 50,000 addresses and 50 MB."""
_HOUR: Final = "public, max-age=3600"


@router.api_route("/sitemap.xml", methods=["GET", "HEAD"])
async def sitemaps(request: Request, ctx: Ctx) -> Response:
    """The list of sitemaps; of now, as all that search engines ask for."""
    read(request, ())
    state, projects = await ctx.pool.newest(), await count(ctx.pool, Choice())
    parts = (-(-projects // _part(ctx))) if projects else 0
    addresses = ["pages.xml", *(f"projects-{number}.xml" for number in range(1, parts + 1))]
    body = index((f"{ctx.links}/sitemaps/{one}" for one in addresses), state.published_at)
    return answer(request, body, XML, cache=_HOUR)


@router.api_route("/sitemaps/pages.xml", methods=["GET", "HEAD"])
async def pages(request: Request, ctx: Ctx) -> Response:
    """The pages that are not of one project."""
    read(request, ())
    state = await ctx.pool.newest()
    collections = (f"/collections/{name}" for name in COLLECTIONS)
    districts = (f"/maps/districts/{segment(one)}" for one in await district_ids(ctx.pool))
    places = [Place(path, state.published_at) for path in (*_FIXED, *collections, *districts)]
    return answer(request, sitemap(places, ctx.links, ctx.city.languages), XML, cache=_HOUR)


@router.api_route("/sitemaps/projects-{number:int}.xml", methods=["GET", "HEAD"])
async def projects(request: Request, ctx: Ctx, number: int) -> Response:
    """A part of the projects' pages."""
    read(request, ())
    size = _part(ctx)
    found = await changed(ctx.pool, skip=(number - 1) * size, limit=size) if 0 < number < 2**31 else []
    if not found:
        raise NotFound("There is no such sitemap; /sitemap.xml lists them.")
    places = [Place(f"/maps/projects/{segment(one)}", instant) for one, instant in found]
    body = await run_in_threadpool(sitemap, places, ctx.links, ctx.city.languages)
    return answer(request, body, XML, cache=_HOUR)


@router.api_route("/robots.txt", methods=["GET", "HEAD"])
async def robots(request: Request, ctx: Ctx) -> Response:
    """What crawlers may read: the pages, not every page of every feed; and where the sitemap is."""
    body = (
        f"User-agent: *\nDisallow: /collections/\nDisallow: /downloads/\nAllow: /\n\nSitemap: {ctx.links}/sitemap.xml\n"
    )
    return answer(request, body.encode(), "text/plain; charset=utf-8", cache="public, max-age=86400")


def _part(ctx: Context) -> int:
    return min(_PART, MOST // len(ctx.city.languages))
