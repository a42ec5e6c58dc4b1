"""Works along a way: a way is drawn or written, and the same page tells which works lie along it and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.pages.overlap_choosing import agencies
from api.pages.showing import script_answer, shown
from api.pages.site import Here, Page
from api.planning.forms import form, geojson, unkept, written
from api.planning.ways import works_along
from data.digging.ways import FARTHEST, Asked, read_way
from data.intake.findings import Unreadable, Untypable
from data.intake.jsontext import one_value
from geo.errors import BadRequest
from geo.overlaps.asking import named
from maps.page import MapPage

router = APIRouter()
ADDRESS: Final = "/route"
FIELDS: Final = ("geometry", "buffer", "start", "end")
USUAL: Final = {"geometry": "", "buffer": "25", "start": "", "end": ""}


@router.api_route(ADDRESS, methods=["GET", "HEAD"])
async def empty(page: Here) -> Response:
    """The map to draw on, and the form."""
    return await page.show("route.html", **await _values(page, USUAL))


@router.api_route(f"{ADDRESS}/map.js", methods=["GET", "HEAD"])
async def script(request: Request, page: Here) -> Response:
    """The script of the map."""
    return script_answer(request, await _drawn(page))


@router.post(ADDRESS)
async def along(request: Request, page: Here) -> Response:
    """The works along the way of the form; nothing of it is kept."""
    given = await form(request, FIELDS)
    values = await _values(page, given)
    try:
        way = await run_in_threadpool(read_way, _members(given), page.ctx.city)
        values |= await _told(page, way)
    except (BadRequest, Unreadable, Untypable) as fault:
        values["fault"] = str(fault)
    return await unkept(page, "route.html", values)


async def _values(page: Page, given: Mapping[str, str]) -> dict[str, Any]:
    drawn = shown(page, await _drawn(page), page.path(f"{ADDRESS}/map.js"))
    return {"map": drawn, "given": given, "rows": None, "fault": None, "drawn": None, "farthest": FARTHEST}


async def _drawn(page: Page) -> MapPage:
    current = await page.boundary_set()
    return await page.site.drawings.route(page.language, current.code if current else "")


def _members(given: Mapping[str, str]) -> dict[str, Any]:
    """The way of a form as members of JSON. Raises Unreadable."""
    days = {name: given[name] for name in ("start", "end") if given[name]}
    return {"geometry": written(given["geometry"]), "buffer": one_value(given["buffer"].encode()), **days}


async def _told(page: Page, way: Asked) -> dict[str, Any]:
    found = await works_along(page.ctx, way)
    features = found["features"]
    names, called = await agencies(page), await named(page.ctx.pool, [one["id"] for one in features])
    rows = [one["properties"] | {"id": one["id"], "work": called[one["id"]]} for one in features]
    signs = [one | {"properties": {"status": one["properties"]["status"]}} for one in features]
    drawn = {"asked": geojson(way.line), "features": signs}
    return {"rows": rows, "names": names, "matched": found["numberMatched"], "drawn": drawn}
