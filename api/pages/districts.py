"""One district: its map, and the same works as a list."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api.http.parameters import FeatureId
from api.ogc.links import segment
from api.pages.choosing import choice, groups
from api.pages.lists import listed
from api.pages.overlap_choosing import agencies
from api.pages.showing import script_answer, shown
from api.pages.site import Here, Page
from geo.districts.places import DistrictPlace, district_place
from geo.projects.cards import Order
from geo.projects.choice import Choice
from geo.projects.selection import Selection
from maps.page import MapPage

router = APIRouter()


@router.api_route("/maps/districts/{district_id}", methods=["GET", "HEAD"])
async def district(request: Request, page: Here, district_id: FeatureId) -> Response:
    """A district by its id, or by its code where only one district has it."""
    place = await district_place(page.ctx.pool, district_id, as_of=page.ctx.as_of)
    address = f"/maps/districts/{segment(place.id)}"
    if place.id != district_id:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/{page.language}{address}{query}", 303)
    selection = Selection(districts=frozenset({place.id}))
    chosen = choice(request, selection)
    return await page.show(
        "district.html",
        place=place,
        map=shown(page, await _drawn(page, place), page.path(f"{address}/map.js"), await agencies(page)),
        groups=groups(page, chosen),
        works=await listed(page, chosen, Order.PROGRESS),
        total=await page.tally(Choice(selection=selection)),
    )


@router.api_route("/maps/districts/{district_id}/map.js", methods=["GET", "HEAD"])
async def script(request: Request, page: Here, district_id: FeatureId) -> Response:
    """The script of a district's map."""
    return script_answer(
        request, await _drawn(page, await district_place(page.ctx.pool, district_id, as_of=page.ctx.as_of))
    )


async def _drawn(page: Page, place: DistrictPlace) -> MapPage:
    return await page.site.drawings.district(page.language, place.id, place.set_code, place.view, page.moment_text)
