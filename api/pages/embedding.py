"""Maps without the site around them, for pages of other sites that the settings name."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.context import Ctx
from api.http.parameters import FeatureId
from api.ogc.links import segment
from api.pages.showing import shown
from api.pages.site import Here, Page
from geo.districts.places import district_place
from geo.errors import NotFound
from geo.projects.details import project_detail
from geo.values import Names
from maps.page import MapPage


async def _allowed(ctx: Ctx) -> None:
    if not ctx.embed_ancestors:
        raise NotFound("Maps of this site are not for embedding.")


router = APIRouter(dependencies=[Depends(_allowed)])


@router.api_route("/maps", methods=["GET", "HEAD"])
async def city(page: Here) -> Response:
    """The city's map."""
    drawn = await page.site.drawings.city(page.language, await _set_code(page), "ongoing", "", page.moment_text)
    return await _show(page, page.ctx.city.names, drawn, "/maps/city.js")


@router.api_route("/maps/districts/{district_id}", methods=["GET", "HEAD"])
async def district(page: Here, district_id: FeatureId) -> Response:
    """A district's map."""
    place = await district_place(page.ctx.pool, district_id, as_of=page.ctx.as_of)
    drawn = await page.site.drawings.district(page.language, place.id, place.set_code, place.view, page.moment_text)
    return await _show(page, place.names, drawn, f"/maps/districts/{segment(place.id)}/map.js")


@router.api_route("/maps/projects/{project_id:path}", methods=["GET", "HEAD"])
async def project(page: Here, project_id: FeatureId) -> Response:
    """A project's map."""
    detail = await project_detail(page.ctx.pool, project_id, today=page.ctx.today(), as_of=page.ctx.as_of)
    if not detail.mapped:
        return await _show(page, detail.titles, None, "")
    drawn = await page.site.drawings.project(
        page.language, detail.id, await _set_code(page), detail.view, page.moment_text
    )
    return await _show(page, detail.titles, drawn, f"/maps/projects/{segment(detail.id)}/map.js")


async def _set_code(page: Page) -> str:
    current = await page.boundary_set()
    return current.code if current else ""


async def _show(page: Page, names: Names, drawn: MapPage | None, script: str) -> Response:
    found = None if drawn is None else shown(page, drawn, page.path(script))
    return await page.show("embed.html", names=names, map=found, whole=page.path(page.address))
