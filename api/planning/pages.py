"""The planners' page: a plan is drawn or written, and the same page tells what it would collide with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import APIRouter, Request
from shapely.geometry.base import BaseGeometry
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.pages.details.codes import code_names
from api.pages.overlap_choosing import agencies
from api.pages.pairing import Pairing
from api.pages.pairing_names import plan_name
from api.pages.showing import script_answer, shown
from api.pages.site import Here, Page
from api.planning.documents import collision
from api.planning.forms import form, geojson, unkept, written
from data.digging.plans import read_plan
from data.intake.findings import Unreadable, Untypable
from data.intake.jsontext import one_value
from geo.codes import Exemption, Firmness
from geo.errors import BadRequest
from geo.overlaps.asking import Collision, collisions, in_force, named
from geo.overlaps.left_out import left_out_near
from geo.overlaps.sites import Site
from maps.page import MapPage

router = APIRouter()
ADDRESS: Final = "/maps/overlaps/check"
FIELDS: Final = ("geometry", "start", "end", "early_start", "late_end", "category", "firmness", "exception", "budget")
USUAL: Final = {"firmness": Firmness.PLANNED}
_CHOICES: Final = {"firmness": Firmness, "exception": Exemption}


@router.api_route(ADDRESS, methods=["GET", "HEAD"])
async def empty(page: Here) -> Response:
    """The map to draw on, and the form."""
    values = await _values(page, dict.fromkeys(FIELDS, "") | USUAL)
    return await page.show("check.html", **values)


@router.api_route(f"{ADDRESS}/map.js", methods=["GET", "HEAD"])
async def script(request: Request, page: Here) -> Response:
    """The script of the map."""
    return script_answer(request, await _drawn(page))


@router.post(ADDRESS)
async def check(request: Request, page: Here) -> Response:
    """What the plan of the form would collide with; nothing of it is kept, here or in the browser's cache."""
    given = await form(request, FIELDS)
    given |= {name: given[name] or usual for name, usual in USUAL.items()}
    values = await _values(page, given)
    try:
        members = _members(given, values["currency"])
        _, site, footprint = await run_in_threadpool(read_plan, members, page.ctx.city)
        by, today = await in_force(page.ctx.pool), page.ctx.city.today()
        found = await collisions(page.ctx.pool, site, footprint, by, today=today)
        values |= await _told(page, site, footprint, found)
        values["unknown"] = await left_out_near(page.ctx.pool, footprint, by)
        values["undated"] = not site.window.dated
    except (BadRequest, Unreadable, Untypable) as fault:
        values["fault"] = str(fault)
    return await unkept(page, "check.html", values)


async def _values(page: Page, given: Mapping[str, str]) -> dict[str, Any]:
    drawn = shown(page, await _drawn(page), page.path(f"{ADDRESS}/map.js"))
    names = code_names(page.translate)
    return {
        "map": drawn,
        "given": given,
        "choices": {field: {code: names[field][code] for code in codes} for field, codes in _CHOICES.items()},
        "currency": (await in_force(page.ctx.pool)).costs.currency,
        "pairing": Pairing(page),
        **dict.fromkeys(("rows", "fault", "drawn", "unknown", "undated")),
    }


async def _drawn(page: Page) -> MapPage:
    current = await page.boundary_set()
    return await page.site.drawings.check(page.language, current.code if current else "")


def _members(given: Mapping[str, str], currency: str) -> dict[str, Any]:
    """The plan of a form as members of JSON; its budget is in the currency of the costs. Raises Unreadable."""
    members: dict[str, Any] = {name: text for name, text in given.items() if text}
    if "budget" in members:
        members["budget"] = {"amount": one_value(given["budget"].encode()), "currency": currency}
    return members | {"geometry": written(given["geometry"])}


async def _told(page: Page, plan: Site, footprint: BaseGeometry, found: Sequence[Collision]) -> dict[str, Any]:
    names, called = await agencies(page), await named(page.ctx.pool, [one.site.id for one in found])
    rows = [_row(page, plan, one) for one in found]
    for row in rows:
        work = called[row["id"]]
        row |= {"other_titles": work.titles, "other_agency_name": names.get(row["other_agency"]), "sample": work.sample}
    return {
        "rows": rows,
        "drawn": {"asked": geojson(footprint), "features": [_ground(one) for one in found]},
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
        "state": "past" if one.past else None,
        "withheld": (),
        **days,
    }


def _ground(one: Collision) -> dict[str, Any]:
    """What the map shows of a collision, as a GeoJSON feature."""
    properties = {"class": one.finding.kind}
    return {"type": "Feature", "id": one.site.id, "properties": properties, "geometry": geojson(one.ground)}
