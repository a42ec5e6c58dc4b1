"""The collections of OGC API - Features as pages: with the same addresses and parameters as for programs."""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from api.http.cursors import Cursor, sign
from api.http.parameters import FeatureId, read
from api.ogc import declared
from api.ogc.catalogue import COLLECTIONS, describe, known
from api.ogc.collection import Collection
from api.ogc.links import segment
from api.ogc.paging import fingerprint
from api.pages.site import Here, Page
from geo import projects

router = APIRouter()
MOST_ROWS: Final = 1_000
"""Rows on a page at most, whatever `limit` says: the next page goes on."""


@router.api_route("/collections", methods=["GET", "HEAD"])
async def collections(request: Request, page: Here) -> Response:
    """The collections."""
    read(request, declared.RESOURCE)
    found = [await _described(request, page, one) for one in COLLECTIONS.values()]
    return await page.show("collections.html", collections=found)


@router.api_route("/collections/{name}", methods=["GET", "HEAD"])
async def collection(request: Request, page: Here, name: str) -> Response:
    """One collection."""
    read(request, declared.RESOURCE)
    return await page.show("collection.html", collection=await _described(request, page, known(name)))


@router.api_route("/collections/{name}/items", methods=["GET", "HEAD"])
async def items(request: Request, page: Here, name: str) -> Response:
    """The features of a collection as a table."""
    collection = known(name)
    given = read(request, collection.parameters)
    found = await collection.page(page.ctx, given, language=page.language, most=MOST_ROWS)
    kept = [(one, value) for one, value in request.query_params.multi_items() if one not in {"cursor", "f"}]
    return await page.show(
        f"{name}.html",
        title=_titles(page)[name],
        rows=await run_in_threadpool(lambda: [_row(feature) for feature in found.features]),
        matched=found.matched,
        following=_following(page, name, given, found, kept),
        addresses={f: f"/collections/{name}/items?{urlencode([*kept, ('f', f)])}" for f in ("geojson", "csv")},
        given=dict(kept),
    )


@router.api_route("/collections/{name}/items/{feature_id:path}", methods=["GET", "HEAD"])
async def item(request: Request, page: Here, name: str, feature_id: FeatureId) -> Response:
    """One feature: the page of the project or the district."""
    collection = known(name)
    read(request, declared.ITEM)
    await collection.feature(page.ctx, feature_id, language=page.language)
    return RedirectResponse(page.path(f"/maps/{name}/{segment(feature_id)}"), 303)


async def _described(request: Request, page: Page, collection: Collection) -> dict[str, Any]:
    facts = await describe(request, page.ctx, collection, listed=True)
    name = collection.name
    return facts | {"title": _titles(page)[name], "description": _descriptions(page)[name]}


def _titles(page: Page) -> dict[str, str]:
    _ = page.translate
    return {"projects": _("Public works"), "districts": _("Districts")}


def _descriptions(page: Page) -> dict[str, str]:
    _ = page.translate
    return {
        "projects": _(
            "Public works with their footprint, status, progress, money and dates. "
            "A work without a place is listed too."
        ),
        "districts": _("Districts of every boundary set, with the dates between which they are valid."),
    }


def _following(
    page: Page, collection: str, given: dict[str, Any], found: projects.Page, kept: list[tuple[str, str]]
) -> str | None:
    """The address of the next page; None on the last one."""
    if found.last is None:
        return None
    cursor = sign(Cursor(found.last, found.matched, fingerprint(collection, given)), page.ctx.secret)
    return f"?{urlencode([*kept, ('cursor', cursor)])}"


def _row(feature: str) -> dict[str, Any]:
    parsed = json.loads(feature)
    properties: dict[str, Any] = parsed["properties"]
    return properties | {"id": parsed["id"]}
