"""The routes of what was published before."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from api.context import Context, Ctx
from api.history import declared, told
from api.history.exact import exact
from api.history.timemaps import time_map
from api.http.answers import REVALIDATE, answer, holds, see_page, unchanged
from api.http.negotiation import MEDIA_TYPE, RESOURCE, Format, negotiate
from api.http.parameters import FeatureId, read
from api.ogc.links import Link, header, link, segment, selves
from api.ogc.mementos import said
from api.release import program_version
from geo.errors import BadRequest
from geo.history import Following, Place, changes, stored, versions

router = APIRouter()
ITEMS: Final = "/collections/projects/items"
LINES: Final = "application/x-ndjson"
KEPT: Final = "public, max-age=3600, immutable"
"""A stored text changes only when something in it is purged: no copy outlives that by more than an hour."""
_NUMBER: Final = re.compile(r"[1-9]\d{0,8}", re.ASCII)
_METHODS: Final = ["GET", "HEAD"]


@router.api_route(f"{ITEMS}/{{project_id:path}}/versions", methods=_METHODS)
async def listed(request: Request, ctx: Ctx, project_id: FeatureId) -> Response:
    """The versions of a project, the newest first: what each changed, fact by fact."""
    given = read(request, declared.VERSIONS)
    if negotiate(request, RESOURCE) is Format.HTML:
        return see_page(request, f"/maps/projects/{project_id}/history")
    limit = min(given.get("limit", declared.MOST_VERSIONS), declared.MOST_VERSIONS)
    found, below = await versions(ctx.pool, project_id, limit=limit, below=given.get("below"))
    here = f"{ctx.links}{ITEMS}/{segment(project_id)}"
    links = [*selves(request, ctx.links, RESOURCE, Format.JSON), *_around(here)]
    if below is not None:
        following = f"{here}/versions?limit={limit}&below={below}"
        links.append(link("next", following, MEDIA_TYPE[Format.JSON], "Earlier versions"))
    body = {"id": project_id, "versions": [told.version(one, f"{here}/versions") for one in found], "links": links}
    return answer(request, exact(body).encode(), MEDIA_TYPE[Format.JSON], headers={"Link": header(links)})


@router.api_route(f"{ITEMS}/{{project_id:path}}/versions/{{number}}", methods=_METHODS)
async def version(request: Request, ctx: Ctx, project_id: FeatureId, number: str) -> Response:
    """The stored text of a version, byte for byte as it was published."""
    read(request, ())
    found = await stored(ctx.pool, project_id, _number(number))
    tag = f'"{found.hash.hex()}"'
    here = f"{ctx.links}{ITEMS}/{segment(project_id)}"
    memento = said(here, found.published_at)
    headers = {
        "Memento-Datetime": memento["Memento-Datetime"],
        "Link": f"{header(_around(here))}, {memento['Link']}",
        "Content-Encoding": "identity",
        "Vary": "Accept-Encoding",
        "ETag": tag,
        "Cache-Control": KEPT,
    }
    if holds(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(found.text, headers=headers, media_type=MEDIA_TYPE[Format.GEOJSON])


@router.api_route(f"{ITEMS}/{{project_id:path}}/timemap", methods=_METHODS)
async def mementos(request: Request, ctx: Ctx, project_id: FeatureId) -> Response:
    """All mementos of a project."""
    return await time_map(request, ctx, project_id, f"{ctx.links}{ITEMS}/{segment(project_id)}")


@router.api_route("/changes", methods=_METHODS)
async def feed(request: Request, ctx: Ctx) -> Response:
    """What changed, in the order in which it was published, as lines of JSON."""
    given = read(request, declared.CHANGES)
    newest = (await ctx.pool.newest()).number
    tag = _tag(request, ctx, newest)
    headers = {"Vary": "Accept-Encoding", "Allimi-Publication": str(newest)}
    if holds(request, tag):
        return unchanged(tag, headers=headers)
    headers |= {"ETag": tag, "Cache-Control": REVALIDATE}
    if request.method == "HEAD":
        return Response(headers=headers, media_type=LINES)
    lines = changes(ctx.pool, _following(given, newest), base=f"{ctx.links}{ITEMS}/")
    first = await anext(lines, b"")  # what goes wrong at once is still told as a problem
    return StreamingResponse(_with(first, lines), headers=headers, media_type=LINES)


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise BadRequest("A version is a whole number from 1.", parameter="version")
    return int(text)


def _following(given: dict[str, Any], newest: int) -> Following:
    return Following(
        after=given.get("since", Place()),
        newest=newest,
        limit=min(given.get("limit", declared.LINES), declared.MOST_CHANGES),
        agencies=given.get("agency"),
        districts=given.get("district"),
    )


async def _with(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    if first:
        yield first
    async for part in rest:
        yield part


def _tag(request: Request, ctx: Context, newest: int) -> str:
    made_of = (request.scope["path"], request.scope["query_string"], ctx.links, program_version(), newest)
    return f'W/"{hashlib.sha256(repr(made_of).encode()).hexdigest()[:32]}"'


def _around(here: str) -> list[Link]:
    """Links from what was published of a project to the project; `here` is its address."""
    geojson, json = MEDIA_TYPE[Format.GEOJSON], MEDIA_TYPE[Format.JSON]
    return [
        link("latest-version", here, geojson, "The project as it is published now"),
        link("version-history", f"{here}/versions", json, "Its versions"),
    ]
