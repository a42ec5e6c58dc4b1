"""One project: footprint, progress curve and every published fact; and the works that no map shows."""

from __future__ import annotations

from itertools import groupby

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from api.http.parameters import FeatureId
from api.ogc import mementos
from api.ogc.links import segment
from api.pages.details import sections
from api.pages.facts import facts
from api.pages.history.pages import latest
from api.pages.history.telling import purge_grounds
from api.pages.lists import listed
from api.pages.nearby import nearby
from api.pages.pairing import Pairing
from api.pages.showing import script_answer, shown
from api.pages.site import Here, Page
from geo.errors import NotFound, Withdrawn
from geo.history import versions
from geo.projects.cards import Order
from geo.projects.choice import Choice
from geo.projects.details import ProjectDetail, project_detail
from geo.projects.selection import Selection
from geo.projects.tallies import agency_tallies
from maps.curve import Schedule, progress_curve
from maps.page import MapPage

router = APIRouter()


@router.api_route("/maps/projects/{project_id:path}/map.js", methods=["GET", "HEAD"])
async def script(request: Request, page: Here, project_id: FeatureId) -> Response:
    """The script of a project's map."""
    detail = await _detail(page, project_id)
    return script_answer(request, await _drawn(page, detail))


@router.api_route("/maps/projects/{project_id:path}", methods=["GET", "HEAD"])
async def project(request: Request, page: Here, project_id: FeatureId) -> Response:
    """Everything that is published of a project."""
    here = f"{page.ctx.links}/{page.language}/maps/projects/{segment(project_id)}"
    if mementos.asks(request):
        return await mementos.gate(request, page.ctx, project_id, here)
    detail = await _detail(page, project_id)
    address, current = segment(detail.id), await page.boundary_set()
    drawn = await _drawn(page, detail)
    told, earlier = await latest(page, detail.id, below=detail.version + 1)
    taken = purge_grounds(page, told, detail.version)
    answer = await page.show(
        "project.html",
        work=detail,
        map=shown(page, drawn, page.path(f"/maps/projects/{address}/map.js")) if detail.mapped else None,
        facts=facts(page, detail, taken),
        taken=taken,
        sections=sections(page, detail),
        nearby=await nearby(page, detail.id),
        pairing=Pairing(page),
        curve=_curve(page, detail),
        current_set=current.code if current else "",
        told=told,
        earlier=earlier,
        versions=f"/collections/projects/items/{address}/versions",
        history_page=f"/{page.language}/maps/projects/{address}/history",
        feature=page.at(f"/collections/projects/items/{address}", f="geojson"),
    )
    answer.headers.update(mementos.said(here, None if page.ctx.moment is None else page.ctx.moment.instant))
    answer.headers["Vary"] = "Accept-Encoding, Accept-Datetime"
    return answer


@router.api_route("/maps/unmapped", methods=["GET", "HEAD"])
async def unmapped(page: Here) -> Response:
    """The works without a footprint, by agency."""
    choice = Choice(selection=Selection(mapped=False))
    works = await listed(page, choice, Order.AGENCY)
    by_agency = [(code, list(those)) for code, those in groupby(works.works, key=lambda work: work.agency)]
    agencies = {agency.code: agency for agency in await agency_tallies(page.ctx.pool, choice, as_of=page.ctx.as_of)}
    return await page.show("unmapped.html", works=works, by_agency=by_agency, agencies=agencies)


async def _detail(page: Page, project_id: str) -> ProjectDetail:
    """What is published of a project. Raises NotFound, Withdrawn of one that was published before."""
    ctx = page.ctx
    try:
        return await project_detail(ctx.pool, project_id, today=ctx.today(), zone=ctx.zone, as_of=ctx.as_of)
    except NotFound:
        if ctx.as_of is None and await _was_published(page, project_id):
            raise Withdrawn("This work is withdrawn: only its history is published.") from None
        raise


async def _was_published(page: Page, project_id: str) -> bool:
    try:
        await versions(page.ctx.pool, project_id, limit=1)
    except NotFound:
        return False
    return True


async def _drawn(page: Page, detail: ProjectDetail) -> MapPage:
    current = await page.boundary_set()
    code = current.code if current else ""
    return await page.site.drawings.project(page.language, detail.id, code, detail.view, page.moment_text)


def _curve(page: Page, detail: ProjectDetail) -> Markup:
    reports = detail.reports
    if detail.progress.as_of and all(report.as_of != detail.progress.as_of for report in reports):
        reports = (*reports, detail.progress)
    schedule = Schedule(
        start=detail.planned_start, end=detail.planned_end, original_end=detail.original_end, today=page.ctx.today()
    )
    return progress_curve(reports, schedule, translate=page.translate, day=page.writing.day)
