"""The planners' page: a plan is drawn or written, and the same page tells what it would collide with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import parse_qs

import shapely
from fastapi import APIRouter, HTTPException, Request
from shapely.geometry.base import BaseGeometry
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.intake.bodies import received
from api.pages.overlap_choosing import agencies
from api.pages.pairing import Pairing
from api.pages.pairing_names import plan_name
from api.pages.showing import script_answer, shown
from api.pages.site import HTML, Here, Page
from api.planning.documents import collision
from data.digging.plans import read_plan
from data.intake.findings import Unreadable, Untypable
from data.intake.jsontext import one_value
from geo.errors import BadRequest
from geo.overlaps.asking import Collision, collisions, in_force, titles
from geo.overlaps.sites import Site
from maps.page import MapPage

router = APIRouter()
ADDRESS: Final = "/maps/overlaps/check"
FIELDS: Final = ("geometry", "start", "end", "category")
LARGEST: Final = 2**20
"""Bytes of a form."""
_SECONDS: Final = 10.0
_FORM: Final = ("application/x-www-form-urlencoded",)


@router.api_route(ADDRESS, methods=["GET", "HEAD"])
async def empty(page: Here) -> Response:
    """The map to draw on, and the form."""
    values = await _values(page, dict.fromkeys(FIELDS, ""))
    return await page.show("check.html", **values)


@router.api_route(f"{ADDRESS}/map.js", methods=["GET", "HEAD"])
async def script(request: Request, page: Here) -> Response:
    """The script of the map."""
    return script_answer(request, await _drawn(page))


@router.post(ADDRESS)
async def check(request: Request, page: Here) -> Response:
    """What the plan of the form would collide with; nothing of it is kept, here or in the browser's cache."""
    given = await _form(request)
    values, status = await _values(page, given), 200
    try:
        plan, site, footprint = await run_in_threadpool(read_plan, _members(given), page.ctx.city)
        found = await collisions(page.ctx.pool, site, footprint, await in_force(page.ctx.pool), own=plan.project or "")
        values |= await _told(page, site, footprint, found)
    except (BadRequest, Unreadable, Untypable) as fault:
        values["fault"], status = str(fault), 422
    body = await run_in_threadpool(lambda: page.write("check.html", sample=False, **values))
    headers = {"Cache-Control": "no-store", "Content-Language": page.language}
    return Response(body, status, headers, HTML)


async def _values(page: Page, given: Mapping[str, str]) -> dict[str, Any]:
    drawn = shown(page, await _drawn(page), page.path(f"{ADDRESS}/map.js"))
    return {"map": drawn, "given": given, "rows": None, "fault": None, "pairing": Pairing(page), "drawn": None}


async def _drawn(page: Page) -> MapPage:
    current = await page.boundary_set()
    return await page.site.drawings.check(page.language, current.code if current else "")


async def _form(request: Request) -> dict[str, str]:
    """The fields of the form, empty where they are missing. Raises HTTPException."""
    async with received(request, largest=LARGEST, types=_FORM, pause=_SECONDS) as body:
        try:
            fields = parse_qs(body.read().decode(), max_num_fields=10)
        except ValueError:
            raise HTTPException(400, "The form cannot be read.") from None
    return {name: fields.get(name, [""])[0] for name in FIELDS}


def _members(given: Mapping[str, str]) -> dict[str, Any]:
    """The plan of a form as members of JSON. Raises Unreadable."""
    geometry = one_value(given["geometry"].encode())
    return {**{name: text for name, text in given.items() if text}, "geometry": geometry}


async def _told(page: Page, plan: Site, footprint: BaseGeometry, found: Sequence[Collision]) -> dict[str, Any]:
    names, called = await agencies(page), await titles(page.ctx.pool, [one.site.id for one in found])
    rows = [_row(page, plan, one) for one in found]
    for row in rows:
        row |= {"other_titles": called[row["id"]], "other_agency_name": names.get(row["other_agency"])}
    return {
        "rows": rows,
        "drawn": {"plan": _geometry(footprint), "features": [_ground(one) for one in found]},
    }


def _row(page: Page, plan: Site, one: Collision) -> dict[str, Any]:
    """A collision as pages tell pairs: the plan is the one, the published work the other."""
    told: dict[str, Any] = collision(one)["properties"]
    windows = {"one": plan.window, "other": one.site.window, "joint": one.finding.joint, "period": one.finding.period}
    days = {
        f"{name}_{side}": day and day.isoformat()
        for name, window in windows.items()
        for side, day in (("start", window and window.start), ("end", window and window.end))
    }
    return told | {
        "id": one.site.id,
        "one": plan.id,
        "one_titles": {page.language: plan_name(page.translate)},
        "other": one.site.id,
        "other_agency": one.site.agency,
        "state": None,
        "sample": False,
        "withheld": (),
        **days,
    }


def _ground(one: Collision) -> dict[str, Any]:
    """What the map shows of a collision, as a GeoJSON feature."""
    properties = {"class": one.finding.kind}
    return {"type": "Feature", "id": one.site.id, "properties": properties, "geometry": _geometry(one.ground)}


def _geometry(shape: BaseGeometry) -> dict[str, Any]:
    geometry: dict[str, Any] = shapely.geometry.mapping(shapely.set_precision(shape, 1e-7))
    return geometry
