"""The routes of files."""

from __future__ import annotations

import re
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from api.context import Context, Ctx
from api.downloads import documents
from api.downloads.building import Builder, address
from api.downloads.orders import Order, order, split, state_of
from api.downloads.progress import Progress, State
from api.downloads.serving import serve
from api.downloads.streaming import stream
from api.http.answers import answer, answer_json, see_page
from api.http.negotiation import RESOURCE, Format, negotiate
from api.http.parameters import read
from api.ogc import declared
from data.exports import Stored
from geo.errors import NotFound, Overloaded

router = APIRouter(prefix="/downloads")
RETRY_SECONDS: Final = 2
_KEY: Final = re.compile(r"[0-9a-f]{32}", re.ASCII)
_METHODS: Final = ["GET", "HEAD"]


async def builder_of(request: Request) -> Builder:
    """The site's files."""
    found: Builder = request.app.state.downloads
    return found


Files = Annotated[Builder, Depends(builder_of)]


@router.api_route("", methods=_METHODS)
async def overview(request: Request, ctx: Ctx, files: Files) -> Response:
    """What files there are."""
    ctx = await ctx.at(read(request, declared.DATED))
    if negotiate(request, RESOURCE) is Format.HTML:
        return see_page(request)
    state = await documents.state_shown(ctx)
    return answer_json(request, await run_in_threadpool(documents.overview, ctx, files.shelf, state))


@router.api_route("/withdrawn", methods=_METHODS)
async def withdrawn(request: Request, files: Files) -> Response:
    """Which files were withdrawn: whoever has one should throw it away."""
    listed = [
        {"publication": one.publication, "file": one.file, "sha256": one.sha256}
        | {"withdrawn_at": one.withdrawn_at, "reason": one.reason}
        for one in files.shelf.withdrawn()
    ]
    return answer_json(request, {"withdrawn": listed})


@router.api_route("/builds/{key}", methods=_METHODS)
async def build(request: Request, ctx: Ctx, files: Files, key: str) -> Response:
    """How far a file has got: 303 to it once it is there."""
    read(request, declared.RESOURCE)
    progress = known_build(files, key)
    if negotiate(request, RESOURCE) is Format.HTML:
        return see_page(request)
    if progress.state is State.DONE:
        return RedirectResponse(progress.file, 303, {"Cache-Control": "no-store"})
    headers = {} if progress.state is State.FAILED else {"Retry-After": str(RETRY_SECONDS)}
    return answer_json(request, documents.build(ctx, progress), cache="no-store", headers=headers)


@router.api_route("/selections/{key}/{file}", methods=_METHODS)
async def selection(request: Request, ctx: Ctx, files: Files, key: str, file: str) -> Response:
    """A file of a selection that was built."""
    name = file.removesuffix(".json")
    _, kind = split(name)
    folder = files.shelf.selection(key if _KEY.fullmatch(key) else "none")
    stored = await run_in_threadpool(files.shelf.find, folder, name)
    if stored is None:
        raise NotFound("This file is no longer kept; ask for the selection again.")
    if name != file:
        return answer_json(request, documents.described(files.shelf, stored.manifest))
    return serve(request, ctx, stored, kind, f"/downloads/selections/{key}/{name}")


@router.api_route("/{number:int}", methods=_METHODS)
async def snapshot(request: Request, ctx: Ctx, files: Files, number: int) -> Response:
    """The files that are kept of a publication."""
    await state_of(ctx, _sane(number))
    return answer_json(request, await run_in_threadpool(documents.snapshot, ctx, files.shelf, number))


@router.api_route("/{number:int}/SHA256SUMS", methods=_METHODS)
async def sums(request: Request, ctx: Ctx, files: Files, number: int) -> Response:
    """The checksums of a publication's files."""
    await state_of(ctx, _sane(number))
    return answer(request, await run_in_threadpool(documents.sums, files.shelf, number), "text/plain; charset=utf-8")


@router.api_route("/{number:int}/{file}", methods=_METHODS)
async def dated(request: Request, ctx: Ctx, files: Files, number: int, file: str) -> Response:
    """A file of everything, as a publication showed it, or its manifest."""
    return await _answer(request, ctx, files, file, number)


@router.api_route("/{file}", methods=_METHODS)
async def newest(request: Request, ctx: Ctx, files: Files, file: str) -> Response:
    """A file of the newest publication: of everything, or of what the parameters select."""
    return await _answer(request, ctx, files, file, None)


async def _answer(request: Request, ctx: Context, files: Builder, file: str, number: int | None) -> Response:
    name = file.removesuffix(".json")
    collection, _ = split(name, ctx)
    dated = () if number is None else (declared.AS_OF,)  # the address names a publication already
    given = read(request, tuple(one for one in collection.selecting if one not in dated))
    ordered = await order(ctx, name, given, dict(request.query_params), None if number is None else _sane(number))
    if name != file:
        return await _manifest(request, ctx, files, ordered)
    found = await files.find(ordered) if ordered.streamed else await files.have(ordered)
    if found is None:
        return await stream(request, ctx, ordered)
    if isinstance(found, Stored):
        return serve(request, ctx, found, ordered.kind, address(ordered))
    return _later(request, ctx, found)


async def _manifest(request: Request, ctx: Context, files: Builder, ordered: Order) -> Response:
    """The manifest of a file; what is streamed is built for it, since only then its SHA-256 is known."""
    found = await files.have(ordered) if ordered.streamed else await files.find(ordered)
    if found is None:
        raise NotFound("This file is not built yet; ask for the file first.")
    if isinstance(found, Stored):
        return answer_json(request, documents.described(files.shelf, found.manifest))
    return _later(request, ctx, found)


def _later(request: Request, ctx: Context, progress: Progress) -> Response:
    """202: where to see how far the file has got; a reader in a browser sees it on a page."""
    if progress.state is State.FAILED:
        raise Overloaded(progress.error or "The file could not be built.")
    status = f"/downloads/builds/{progress.key}"
    if "text/html" in request.headers.get("accept", ""):
        found = see_page(request, status)
        found.headers["location"] = found.headers["location"].partition("?")[0]
        return found
    headers = {"Location": status, "Retry-After": str(RETRY_SECONDS)}
    found = answer_json(request, documents.build(ctx, progress), cache="no-store", headers=headers)
    found.status_code = 202
    return found


def known_build(files: Builder, key: str) -> Progress:
    """How far the build of a key has got. Raises NotFound."""
    progress = files.state(key) if _KEY.fullmatch(key) else None
    if progress is None:
        raise NotFound("Nothing is known of this build; ask for the file again.")
    return progress


def _sane(number: int) -> int:
    """The number of a publication, if the database can hold it. Raises NotFound."""
    if number >= 2**63:
        raise NotFound("There is no such publication.")
    return number
