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
from api.ogc.landing import describe
from api.ogc.links import segment
from api.ogc.paging import begin, fingerprint
from api.ogc.projects import selection
from api.pages.site import Here, Page
from geo import districts, projects
from geo.errors import NotFound
from geo.periods import parse_interval

router = APIRouter()
MOST_ROWS: Final = 1_000
"""Rows on a page at most, whatever `limit` says: the next page goes on."""
_PARAMETERS: Final = {"projects": declared.PROJECTS, "districts": declared.DISTRICTS}


@router.api_route("/collections", methods=["GET", "HEAD"])
async def collections(request: Request, page: Here) -> Response:
    """The collections."""
    read(request, declared.RESOURCE)
    found = [await _described(request, page, name) for name in _PARAMETERS]
    return await page.show("collections.html", collections=found)


@router.api_route("/collections/{name}", methods=["GET", "HEAD"])
async def collection(request: Request, page: Here, name: str) -> Response:
    """One collection."""
    read(request, declared.RESOURCE)
    return await page.show("collection.html", collection=await _described(request, page, _known(name)))


@router.api_route("/collections/{name}/items", methods=["GET", "HEAD"])
async def items(request: Request, page: Here, name: str) -> Response:
    """The features of a collection as a table."""
    given = read(request, _PARAMETERS[_known(name)])
    found = await (_projects if name == "projects" else _districts)(page, given)
    kept = [(one, value) for one, value in request.query_params.multi_items() if one not in {"cursor", "f"}]
    return await page.show(
        f"{name}.html",
        title=_titles(page)[name],
        rows=await run_in_threadpool(lambda: [_row(feature) for feature in found.features]),
        matched=found.matched,
        following=_following(page, given, found, kept),
        addresses={f: f"/collections/{name}/items?{urlencode([*kept, ('f', f)])}" for f in ("geojson", "csv")},
        given=dict(kept),
    )


@router.api_route("/collections/{name}/items/{feature_id:path}", methods=["GET", "HEAD"])
async def item(request: Request, page: Here, name: str, feature_id: FeatureId) -> Response:
    """One feature: the page of the project or the district."""
    read(request, declared.ITEM)
    ctx = page.ctx
    if _known(name) == "projects":
        await projects.feature(ctx.pool, feature_id, language=page.language, today=ctx.today())
    else:
        await districts.district_feature(ctx.pool, feature_id, language=page.language)
    return RedirectResponse(page.path(f"/maps/{name}/{segment(feature_id)}"), 303)


async def _described(request: Request, page: Page, name: str) -> dict[str, Any]:
    facts = await describe(request, page.ctx, name, listed=True)
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


def _known(name: str) -> str:
    if name not in _PARAMETERS:
        raise NotFound(f"There is no collection {name[:60]!r}.")
    return name


def _following(page: Page, given: dict[str, Any], found: projects.Page, kept: list[tuple[str, str]]) -> str | None:
    """The address of the next page; None on the last one."""
    if found.last is None:
        return None
    cursor = sign(Cursor(found.last, found.matched, fingerprint(given)), page.ctx.secret)
    return f"?{urlencode([*kept, ('cursor', cursor)])}"


def _limit(given: dict[str, Any]) -> int:
    return min(int(given.get("limit", declared.DEFAULT_LIMIT)), MOST_ROWS)


async def _projects(page: Page, given: dict[str, Any]) -> projects.Page:
    ctx = page.ctx
    cursor = begin(given, ctx)
    return await projects.page(
        ctx.pool,
        selection(given, ctx),
        limit=_limit(given),
        language=page.language,
        today=ctx.today(),
        after=cursor.after if cursor else None,
        matched=cursor.matched if cursor else None,
    )


async def _districts(page: Page, given: dict[str, Any]) -> projects.Page:
    ctx = page.ctx
    cursor = begin(given, ctx)
    interval = parse_interval(given["datetime"], ctx.city.timezone) if "datetime" in given else None
    return await districts.district_page(
        ctx.pool,
        districts.DistrictSelection(bbox=given.get("bbox"), interval=interval, sets=given.get("boundary_set")),
        limit=_limit(given),
        language=page.language,
        after=cursor.after if cursor else None,
        matched=cursor.matched if cursor else None,
    )


def _row(feature: str) -> dict[str, Any]:
    parsed = json.loads(feature)
    properties: dict[str, Any] = parsed["properties"]
    return properties | {"id": parsed["id"]}
