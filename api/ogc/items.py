"""The items of every collection, and one item."""

from __future__ import annotations

import hashlib

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from api.context import Context
from api.http.answers import answer, holds, see_page, unchanged
from api.http.negotiation import FEATURE, FEATURES, MEDIA_TYPE, Format, header_of, negotiate
from api.http.parameters import feature_id, read
from api.http.routing import PlainRoute
from api.ogc import asking, declared, mementos
from api.ogc.catalogue import known
from api.ogc.collection import Collection
from api.ogc.links import segment, written
from api.ogc.paging import around, feature_collection
from api.ogc.tables import csv_answer
from api.release import program_version
from geo.crs import Crs
from geo.items import Page


async def items(request: Request) -> Response:
    """A page of features as GeoJSON or CSV."""
    ctx: Context = request.app.state.context
    found = known(request.path_params["collection"], ctx)
    given = read(request, found.parameters)
    chosen = negotiate(request, FEATURES)
    if chosen is Format.HTML:
        return see_page(request)
    ctx = await ctx.at(given) if "as-of" in given else ctx
    asked = asking.asked(found, given, ctx, language=ctx.language, most=ctx.sizes.page)
    if header_of(request, b"if-none-match") is not None and ctx.moment is None:
        tag = _tag(request, ctx, chosen, (await ctx.pool.newest()).number)
        if holds(request, tag):
            return unchanged(tag)
    page = await found.page(ctx, given, asked)
    tag = _tag(request, ctx, chosen, page.newest) if ctx.moment is None else _tag_of_then(request, ctx, chosen, page)
    if ctx.moment is not None and holds(request, tag):
        return unchanged(tag)
    if chosen is Format.CSV:
        return await csv_answer(request, ctx, page, given, found, tag)
    return feature_collection(request, ctx, page, given, found, tag)


async def item(request: Request) -> Response:
    """One feature as GeoJSON."""
    ctx: Context = request.app.state.context
    found = known(request.path_params["collection"])  # what is withheld of all of them says nothing of one
    name = feature_id(request.path_params["feature_id"], longest=found.longest_id)
    given = read(request, declared.ITEM)
    if negotiate(request, FEATURE) is Format.HTML:
        return see_page(request)
    if found.remembered and mementos.asks(request):
        return await mementos.gate(request, ctx, name, _here(ctx, found, name))
    system = asking.crs(given, ctx, "crs")
    ctx = await ctx.at(given) if "as-of" in given else ctx
    text = await found.feature(ctx, name, language=ctx.language, crs=system)
    return _answer(request, ctx, text, found, system)


def install(app: FastAPI) -> list[PlainRoute]:
    """Give the application the routes, before all others; they are the ones that most requests are for."""
    here = "/collections/{collection}/items"
    paths = ((here, items), (f"{here}/{{feature_id}}", item))
    routes = [PlainRoute(path, handler, methods=["GET", "HEAD"]) for path, handler in paths]
    app.router.routes[:0] = routes
    return routes


def _answer(request: Request, ctx: Context, text: bytes, found: Collection, system: Crs) -> Response:
    links = written(request, ctx.links, FEATURE, Format.GEOJSON, around(ctx, found.name))
    body = b'%s,"links":%s}' % (text[:-1], links.json.encode())
    headers = {"Link": links.header, "Content-Crs": f"<{system.uri}>"}
    if found.remembered:
        here = _here(ctx, found, request.path_params["feature_id"])
        more = mementos.said(here, None if ctx.moment is None else ctx.moment.instant)
        headers |= more | {"Link": f"{links.header}, {more['Link']}", "Vary": mementos.VARY}
    return answer(request, body, MEDIA_TYPE[Format.GEOJSON], headers=headers)


def _here(ctx: Context, found: Collection, name: str) -> str:
    return f"{ctx.links}/collections/{found.name}/items/{segment(name)}"


def _tag_of_then(request: Request, ctx: Context, chosen: Format, page: Page) -> str:
    """The ETag of a page of a past instant: of its address and what it says, which only a purge changes."""
    said = hashlib.sha256(repr((_tag(request, ctx, chosen, page.publication), page.matched)).encode())
    for part in page.parts:
        said.update(part)
    return f'W/"{said.hexdigest()[:32]}"'


def _tag(request: Request, ctx: Context, chosen: Format, publication: int) -> str:
    """The ETag of a page: all that it is made of, so that an unchanged one is known without making it."""
    scope = request.scope
    made_of = (scope["path"], scope["query_string"], chosen, ctx.links, ctx.today(), program_version(), publication)
    return f'W/"{hashlib.sha256(repr(made_of).encode()).hexdigest()[:32]}"'
