"""The routes by which planners ask; nothing that is sent is kept."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.context import Context, Ctx
from api.intake import refusing
from api.intake.bodies import JSON, received
from api.planning import keyed, pages, report_page, reports, route_page
from api.planning.documents import answered
from api.planning.ways import works_along
from data.digging.plans import read_plan
from data.digging.ways import read_way
from data.intake.jsontext import one_value
from geo.details import exact_json
from geo.overlaps.asking import collisions, in_force
from geo.overlaps.left_out import left_out_near

LARGEST: Final = 2**20
"""Bytes of a plan or a way."""
_SECONDS: Final = 10.0
router = APIRouter()


@router.post("/overlaps/check")
async def check(request: Request, ctx: Ctx) -> Response:
    """What a plan would collide with."""
    members = await _members(request)
    plan, site, footprint = await run_in_threadpool(read_plan, members, ctx.city)
    by = await in_force(ctx.pool)
    found = await collisions(ctx.pool, site, footprint, by, today=ctx.city.today(), own=plan.project or "")
    unknown = await left_out_near(ctx.pool, footprint, by)
    return _unkept(await run_in_threadpool(lambda: exact_json(answered(found, unknown, by))))


@router.post("/route/works")
async def works(request: Request, ctx: Ctx) -> Response:
    """The works along a way."""
    members = await _members(request)
    way = await run_in_threadpool(read_way, members, ctx.city)
    return _unkept(exact_json(await works_along(ctx, way)))


def install(app: FastAPI, *, with_keys: bool) -> None:
    """Answer what planners ask, with pages in each language; what plans of agencies are in it only `with_keys`."""
    for part in (router, reports.router, *((keyed.router,) if with_keys else ())):
        app.include_router(part)
    context: Context = app.state.context
    for language in context.city.languages:
        for page in (pages, report_page, route_page):
            app.include_router(page.router, prefix=f"/{language}")
    refusing.install(app)


async def _members(request: Request) -> object:
    async with received(request, largest=LARGEST, types=JSON, pause=_SECONDS) as body:
        return await run_in_threadpool(one_value, body.read())


def _unkept(text: str) -> Response:
    return Response(text.encode(), media_type="application/geo+json", headers={"Cache-Control": "no-store"})
