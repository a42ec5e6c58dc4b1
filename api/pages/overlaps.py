"""Works that collide: their map, and the same pairs as a list, the most that is at stake first, what is over last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.http.parameters import values
from api.ogc import asking
from api.ogc.overlaps import OVERLAPS
from api.pages.nearby import CURRENT_FIRST, told
from api.pages.overlap_choosing import chosen, fields, groups
from api.pages.pairing import Pairing
from api.pages.pairing_names import class_meanings
from api.pages.showing import script_answer, shown
from api.pages.site import Here, Page
from maps.page import MapPage

router = APIRouter()
ADDRESS: Final = "/maps/overlaps"
PAGE_SIZE: Final = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of pairs; `features` is where their grounds are, `first` and `following` are None where there is none."""

    pairs: list[dict[str, Any]]
    matched: int
    features: str
    first: str | None
    following: str | None


@router.api_route(ADDRESS, methods=["GET", "HEAD"])
async def overlaps(page: Here) -> Response:
    """The pairs that the address chooses."""
    given = chosen(page)
    return await page.show(
        "colliding.html",
        map=shown(page, await _drawn(page), page.path(f"{ADDRESS}/map.js")),
        listed=await _listed(page, given),
        most=PAGE_SIZE,
        pairing=Pairing(page),
        meanings=class_meanings(page.translate),
        groups=groups(page, given),
        fields=await fields(page, given),
        hidden={name: given[name] for name in given if name == "project"},
    )


@router.api_route(f"{ADDRESS}/map.js", methods=["GET", "HEAD"])
async def script(request: Request, page: Here) -> Response:
    """The script of the map."""
    return script_answer(request, await _drawn(page))


async def _listed(page: Page, given: Mapping[str, str]) -> Listed:
    """The page of the list that the address asks for. Raises BadRequest."""
    ctx, cursor = page.ctx, page.request.query_params.get("cursor")
    kept = {**given, **page.asked}
    texts = kept | ({} if "state" in given else {"sortby": CURRENT_FIRST}) | ({"cursor": cursor} if cursor else {})
    read = values(texts.items(), OVERLAPS.parameters, ctx.sizes)
    asked = asking.asked(OVERLAPS, read | {"limit": PAGE_SIZE}, ctx, language=page.language, most=ctx.sizes.page)
    found = await OVERLAPS.page(ctx, read, replace(asked, geometry=False))
    following = found.following and asking.next_cursor(OVERLAPS, read, found.following, ctx)
    return Listed(
        pairs=await run_in_threadpool(lambda: [told(feature) for feature in found.features()]),
        matched=found.matched,
        features=f"/collections/{OVERLAPS.name}/items?{urlencode(texts | {'limit': PAGE_SIZE, 'f': 'geojson'})}",
        first=f"?{urlencode(kept)}" if cursor else None,
        following=f"?{urlencode(kept | {'cursor': following})}" if following else None,
    )


async def _drawn(page: Page) -> MapPage:
    current = await page.boundary_set()
    return await page.site.drawings.overlaps(page.language, current.code if current else "", page.moment_text)
