"""The collections of OGC API - Features as pages: with the same addresses and parameters as for programs."""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from api.http.parameters import feature_id as checked_id
from api.http.parameters import read
from api.ogc import asking, declared
from api.ogc.catalogue import NOWHERE, describe, known, listed
from api.ogc.collection import Collection
from api.ogc.described import ABOUT
from api.ogc.links import segment
from api.pages.meanings import meanings
from api.pages.pairing import Pairing
from api.pages.site import Here, Page
from geo.collections import Extent
from geo.crs import CRS84
from geo.errors import NotFound
from geo.items import Page as FeaturePage
from geo.moments import PARAMETER

router = APIRouter()
MOST_ROWS: Final = 1_000
"""Rows on a page at most, whatever `limit` says: the next page goes on."""
_ONE: Final = {"agencies": "agency.html", "progress": "report.html", "overlaps": "overlap.html"}
"""The templates of one feature that has no map."""
_NOT_FOR_TABLES: Final = frozenset({"properties", "skipGeometry", "crs"})
"""Parameters that a table has no use for: its columns are its own, and it shows no coordinates."""


@router.api_route("/collections", methods=["GET", "HEAD"])
async def collections(request: Request, page: Here) -> Response:
    """The collections."""
    read(request, declared.DATED)
    found = [_described(request, page, one, extent) for one, extent in await listed(page.ctx)]
    return await page.show("collections.html", collections=found)


@router.api_route("/collections/{name}", methods=["GET", "HEAD"])
async def collection(request: Request, page: Here, name: str) -> Response:
    """One collection."""
    read(request, declared.DATED)
    found = known(name)
    extent = await found.extent(page.ctx.pool, as_of=page.ctx.as_of) or NOWHERE
    return await page.show("collection.html", collection=_described(request, page, found, extent))


@router.api_route("/collections/{name}/items", methods=["GET", "HEAD"])
async def items(request: Request, page: Here, name: str) -> Response:
    """The features of a collection as a table."""
    collection = known(name, page.ctx)
    given = read(request, collection.parameters)
    whole = {one: value for one, value in given.items() if one not in _NOT_FOR_TABLES}
    asked = asking.asked(collection, whole, page.ctx, language=page.language, most=min(MOST_ROWS, page.ctx.sizes.page))
    found = await collection.page(page.ctx, whole, asked)
    kept = [(one, value) for one, value in request.query_params.multi_items() if one not in {"cursor", "f"}]
    return await page.show(
        f"{collection.kind}.html",
        title=titles(page)[name],
        pairing=Pairing(page),
        rows=await run_in_threadpool(lambda: [_row(feature) for feature in found.features()]),
        matched=found.matched,
        following=_following(page, collection, whole, found, kept),
        addresses={f: f"/collections/{name}/items?{urlencode([*kept, ('f', f)])}" for f in ("geojson", "csv")},
        given={one: value for one, value in kept if one != PARAMETER},
    )


@router.api_route("/collections/{name}/items/{feature_id:path}", methods=["GET", "HEAD"])
async def item(request: Request, page: Here, name: str, feature_id: str) -> Response:
    """One feature: the page of the project or the district; what has none there has one of its own."""
    collection = known(name)
    read(request, declared.ITEM)
    feature_id = checked_id(feature_id, longest=collection.longest_id)
    text = await collection.feature(page.ctx, feature_id, language=page.language, crs=CRS84)
    if collection.kind in {"projects", "districts"}:
        return RedirectResponse(page.path(f"/maps/{collection.kind}/{segment(feature_id)}"), 303)
    return await page.show(_ONE[collection.kind], title=titles(page)[name], row=_row(text), pairing=Pairing(page))


@router.api_route("/collections/{name}/{about}", methods=["GET", "HEAD"])
async def described(request: Request, page: Here, name: str, about: str) -> Response:
    """The queryables, sortables or schema of a collection as a table."""
    found = known(name, page.ctx)
    if about not in ABOUT:
        raise NotFound("Nothing is at this address.")
    read(request, declared.RESOURCE)
    return await page.show(
        "described.html",
        collection=name,
        title=titles(page)[name],
        about=about,
        properties=ABOUT[about](found),
        meanings=meanings(page.translate),
        dated=False,
    )


def _described(request: Request, page: Page, collection: Collection, extent: Extent) -> dict[str, Any]:
    facts = describe(request, page.ctx, collection, extent, listed=True)
    name = collection.name
    return facts | {"title": titles(page)[name], "description": _descriptions(page)[name]}


def titles(page: Page) -> dict[str, str]:
    """The titles of the collections in the page's language."""
    _ = page.translate
    return {
        "projects": _("Public works"),
        "project-points": _("Public works drawn as points"),
        "project-lines": _("Public works drawn as lines"),
        "project-areas": _("Public works drawn as areas"),
        "districts": _("Districts"),
        "agencies": _("Agencies"),
        "progress": _("Progress reports"),
        "overlaps": _("Works that collide"),
    }


def _descriptions(page: Page) -> dict[str, str]:
    _ = page.translate
    one_class = _("For map programs that want one class of geometry in a layer.")
    return {
        "projects": _(
            "Public works with their footprint, status, progress, money and dates. "
            "A work without a place is listed too."
        ),
        "project-points": one_class,
        "project-lines": one_class,
        "project-areas": one_class,
        "districts": _("Districts of every boundary set, with the dates between which they are valid."),
        "agencies": _("The agencies that order published works, and how many each."),
        "progress": _("How far each work had got on a date, planned and actual."),
        "overlaps": _("Pairs of works that collide in space and time, those first by which most could be saved."),
    }


def _following(
    page: Page, collection: Collection, given: dict[str, Any], found: FeaturePage, kept: list[tuple[str, str]]
) -> str | None:
    """The address of the next page; None on the last one."""
    if found.following is None:
        return None
    cursor = asking.next_cursor(collection, given, found.following, page.ctx)
    return f"?{urlencode([*kept, ('cursor', cursor)])}"


def _row(feature: str | bytes) -> dict[str, Any]:
    parsed = json.loads(feature)
    properties: dict[str, Any] = parsed["properties"]
    return properties | {"id": parsed["id"]}
