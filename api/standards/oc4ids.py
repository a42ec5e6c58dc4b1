"""OC4IDS packages: everything, a page at a time, and one project."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.context import Context, Ctx
from api.http.answers import answer
from api.http.negotiation import MEDIA_TYPE, Format
from api.http.parameters import FeatureId, Parameter, read
from api.ogc import asking, declared
from api.ogc.links import header, link, next_link, segment
from api.ogc.paging import time_stamp
from api.ogc.projects import PROJECTS
from data.standards.oc4ids import Publisher, Writer, oc4ids_project, package
from geo import projects
from geo.details import exact_json
from geo.errors import NotFound
from geo.items import Asked, Page
from geo.projects.reports import reports_of
from geo.values import Progress, name_in

router = APIRouter()
PATH: Final = "/oc4ids"
_JSON: Final = MEDIA_TYPE[Format.JSON]
_MOST: Final = 1_000
LIMIT: Final = replace(
    declared.LIMIT, description="Projects in a package.", greatest=lambda sizes: min(sizes.page, _MOST)
)
PARAMETERS: Final[tuple[Parameter, ...]] = (*declared.PROJECTS, LIMIT, declared.CURSOR, declared.AS_OF)
ONE: Final[tuple[Parameter, ...]] = (declared.AS_OF,)
_COLLECTION: Final = replace(PROJECTS, name="oc4ids")
"""The name ties cursors to the packages."""


@router.api_route(PATH, methods=["GET", "HEAD"])
async def packages(request: Request, ctx: Ctx) -> Response:
    """A package of projects; `links.next` leads to the following one."""
    given = read(request, PARAMETERS)
    ctx = await ctx.at(given)
    asked = asking.asked(_COLLECTION, given, ctx, language=ctx.language, most=min(ctx.sizes.page, _MOST))
    page = await PROJECTS.page(ctx, given, asked)
    if not page.returned:
        raise NotFound("No project is published here: a package has at least one.")
    following = _following(request, ctx, given, page)
    return await _package(request, ctx, page, uri=_uri(request, ctx, PATH), following=following)


@router.api_route(f"{PATH}/projects/{{project_id:path}}", methods=["GET", "HEAD"])
async def one_package(request: Request, ctx: Ctx, project_id: FeatureId) -> Response:
    """A package of one project, by its id here or by its OC4IDS id."""
    ctx = await ctx.at(read(request, ONE))
    own = project_id.removeprefix(f"{ctx.oc4ids_prefix}-")
    page = await _one(ctx, own)
    if not page.returned:
        raise NotFound(f"No published project has the id {project_id!r}.")
    return await _package(request, ctx, page, uri=_uri(request, ctx, f"{PATH}/projects/{segment(own)}"))


def _uri(request: Request, ctx: Context, path: str) -> str:
    """The address of a package, with everything that was asked."""
    asked = str(request.url.query)
    return f"{ctx.links}{path}{f'?{asked}' if asked else ''}"


async def _one(ctx: Context, project_id: str) -> Page:
    wanted = (lambda bind: f"v.project_id = {bind(project_id)}::text",)
    chosen = projects.Selection(conditions=wanted, as_of=ctx.as_of)
    return await projects.page(
        ctx.pool, chosen, Asked(limit=1, language=ctx.language, today=ctx.today(), zone=ctx.zone)
    )


def _following(request: Request, ctx: Context, given: Mapping[str, Any], page: Page) -> str | None:
    if page.following is None:
        return None
    cursor = asking.next_cursor(_COLLECTION, given, page.following, ctx)
    return str(next_link(request, ctx.links, PATH, cursor, _JSON)["href"])


async def _package(request: Request, ctx: Context, page: Page, *, uri: str, following: str | None = None) -> Response:
    features = [json.loads(text, parse_float=Decimal) for text in page.features()]
    ids = [one["id"] for one in features]
    reports = await reports_of(ctx.pool, ids, publication=page.publication, as_of=ctx.as_of)
    written = await run_in_threadpool(_written, ctx, features, reports, uri, time_stamp(page), following)
    headers = {"Link": header([link("next", following, _JSON, "Next package")])} if following else {}
    return answer(request, written, _JSON, headers=headers)


def _written(
    ctx: Context,
    features: Sequence[Mapping[str, Any]],
    reports: Mapping[str, tuple[Progress, ...]],
    uri: str,
    published: str,
    following: str | None,
) -> bytes:
    city = ctx.city
    writer = Writer(prefix=ctx.oc4ids_prefix, zone=city.timezone, languages=city.languages, base=ctx.links)
    written = [oc4ids_project(one, reports.get(one["id"], ()), writer) for one in features]
    publisher = Publisher(name_in(city.attribution, *city.languages), ctx.links, city.licence_url)
    return exact_json(package(written, publisher, uri=uri, published=published, following=following)).encode()
