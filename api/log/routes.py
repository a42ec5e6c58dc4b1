"""The routes of the log; nothing here signs, and nothing here has a key."""

from __future__ import annotations

import base64
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.context import Context, Ctx
from api.http.answers import answer, answer_json, see_page
from api.http.negotiation import MEDIA_TYPE, RESOURCE, Format, negotiate
from api.http.parameters import read
from api.log import declared
from api.ogc.links import header, link, selves
from geo.errors import BadRequest, NotFound
from geo.log import reading
from geo.log.proofs import Proof, consistency_ranges, inclusion_ranges
from geo.log.reading import State
from geo.log.tree import Range

router = APIRouter(prefix="/log")
LINES: Final = "application/x-ndjson"
NOTE: Final = "text/plain; charset=utf-8"
_METHODS: Final = ["GET", "HEAD"]


@router.api_route("", methods=_METHODS)
async def log(request: Request, ctx: Ctx) -> Response:
    """What the log has come to, who signs it, and where the rest of it is."""
    read(request, declared.RESOURCE)
    chosen = negotiate(request, RESOURCE)
    if chosen is Format.HTML:
        return see_page(request)
    state = await reading.state(ctx.pool)
    links = [*selves(request, ctx.links, RESOURCE, chosen), *_links(ctx)]
    return answer_json(request, described(state) | {"links": links})


@router.api_route("/checkpoint", methods=_METHODS)
async def checkpoint(request: Request, ctx: Ctx) -> Response:
    """The newest checkpoint: a signed note (C2SP tlog-checkpoint)."""
    read(request, ())
    kept = (await reading.state(ctx.pool)).checkpoint
    if kept is None:
        raise NotFound("No checkpoint has been signed yet.")
    return answer(request, kept.note.encode(), NOTE)


@router.api_route("/inclusion", methods=_METHODS)
async def inclusion(request: Request, ctx: Ctx) -> Response:
    """The proof that a leaf is in the tree of a size (RFC 9162, section 2.1.3)."""
    given = read(request, declared.INCLUSION)
    size = given.get("size", await _usual_size(ctx))
    position = await _position(ctx, given, size)
    ranges = inclusion_ranges(position, size)
    path, (leaf, root) = await reading.proven(ctx.pool, ranges, Range(position, position + 1), Range(0, size))
    told = {"position": position, "size": size, "leaf": leaf.hex(), "root": root.hex()}
    return answer_json(request, told | {"proof": _hexed(path)})


@router.api_route("/consistency", methods=_METHODS)
async def consistency(request: Request, ctx: Ctx) -> Response:
    """The proof that the tree of one size begins with that of another (RFC 9162, section 2.1.4)."""
    given = read(request, declared.CONSISTENCY)
    old, size = given.get("from", 0), given.get("to", await _usual_size(ctx))
    ranges = consistency_ranges(old, size)
    path, (before, after) = await reading.proven(ctx.pool, ranges, Range(0, old), Range(0, size))
    roots = {"from": old, "to": size, "from_root": before.hex(), "to_root": after.hex()}
    return answer_json(request, roots | {"proof": _hexed(path)})


@router.api_route("/leaves", methods=_METHODS)
async def leaves(request: Request, ctx: Ctx) -> Response:
    """The leaves from a position on as lines of JSON; `next` is where to go on, as long as there are more."""
    given = read(request, declared.LINES)
    texts, project_id = given.get("texts", False), given.get("id")
    most = min(given.get("limit", declared.MOST_TEXTS), declared.MOST_TEXTS if texts else declared.MOST_LEAVES)
    found = await reading.lines(ctx.pool, given.get("first", 0), most=most, texts=texts, project_id=project_id)
    headers = {}
    if found.following is not None:
        asked = request.url.include_query_params(first=found.following)
        headers["Link"] = header([link("next", f"{ctx.links}{asked.path}?{asked.query}", LINES, "Next leaves")])
    return answer(request, found.content, LINES, headers=headers)


def described(state: State) -> dict[str, Any]:
    """The state of the log as JSON."""
    kept = state.checkpoint
    if kept is None:
        return {"size": state.size, "checkpoint": None, "keys": []}
    origin, _, root, *_ = kept.note.split("\n")
    told = {"origin": origin, "size": kept.size, "root": base64.b64decode(root).hex(), "made_at": kept.made_at}
    told["made_at"] = kept.made_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"size": state.size, "checkpoint": told, "keys": kept.verifiers.split()}


def _links(ctx: Context) -> list[dict[str, Any]]:
    base, json_type = f"{ctx.links}/log", MEDIA_TYPE[Format.JSON]
    return [
        link("related", f"{base}/checkpoint", "text/plain", "The newest checkpoint"),
        link("related", f"{base}/leaves", LINES, "The leaves"),
        link("related", f"{base}/inclusion", json_type, "Proofs of inclusion"),
        link("related", f"{base}/consistency", json_type, "Proofs of consistency"),
    ]


async def _usual_size(ctx: Context) -> int:
    """The size of the newest checkpoint, or of the log where there is none."""
    state = await reading.state(ctx.pool)
    return state.size if state.checkpoint is None else state.checkpoint.size


async def _position(ctx: Context, given: dict[str, Any], size: int) -> int:
    if "id" not in given:
        return int(given.get("position", max(size - 1, 0)))
    if "position" in given:
        raise BadRequest("A leaf is named by its position or by its project, not by both.", parameter="position")
    return await reading.position_of(ctx.pool, given["id"], given.get("version", 1), given.get("kind", "version"))


def _hexed(path: Proof) -> list[str]:
    return [one.hex() for one in path]
