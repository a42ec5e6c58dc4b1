"""The rules by which overlaps are found, with every unit cost and its source, and what is compared with nothing."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.context import Context, Ctx
from api.http.answers import answer
from api.http.parameters import Parameter, read
from api.ogc import declared, values
from api.ogc.links import Link, link
from geo.details import exact_json
from geo.overlaps.left_out import Why, counts_left_out, left_out
from geo.overlaps.telling import InForce, rules_told

router = APIRouter()
JSON: Final = "application/json"
ADDRESS: Final = "/overlaps/rules"
LEFT_OUT: Final = "/overlaps/not-compared"
F: Final = Parameter("f", "Format of the answer.", {"type": "string", "enum": ["json"]}, values.one_of("json"))
PARAMETERS: Final = (F, declared.AS_OF)


@router.api_route(ADDRESS, methods=["GET", "HEAD"])
async def rules(request: Request, ctx: Ctx) -> Response:
    """The rules in force, or those of a past instant."""
    ctx = await ctx.at(read(request, PARAMETERS))
    found = await rules_told(ctx.pool, as_of=ctx.as_of)
    return answer(request, exact_json(_document(ctx, found)).encode(), JSON)


def _document(ctx: Context, found: InForce) -> dict[str, Any]:
    members = found.rules.as_members()
    return {
        "title": members.pop("title"),
        "publication": found.publication,
        "shipped": found.shipped,
        "fingerprint": found.fingerprint,
        "costs": members.pop("costs"),
        "rules": members,
        "links": [
            link("self", f"{ctx.links}{ADDRESS}", JSON, "This document"),
            link("collection", f"{ctx.links}/collections/overlaps", JSON, "The pairs that are found by them"),
        ],
    }


@router.api_route(LEFT_OUT, methods=["GET", "HEAD"])
async def not_compared(request: Request, ctx: Ctx) -> Response:
    """The published works that are compared with nothing now, the first thousand by their ids, and why."""
    read(request, (F,))
    works, counts = await left_out(ctx.pool), await counts_left_out(ctx.pool)
    document = {
        "numberMatched": sum(counts.values()),
        "numberReturned": len(works),
        "reasons": {why: counts.get(why, 0) for why in Why},
        "works": [{"id": one.id, "reason": one.why} for one in works],
        "links": [link("self", f"{ctx.links}{LEFT_OUT}", JSON, "This document")],
    }
    return answer(request, exact_json(document).encode(), JSON)


def left_out_link(ctx: Context) -> Link:
    """The link to the works that are in no pair, whatever lies near them."""
    return link("related", f"{ctx.links}{LEFT_OUT}", JSON, "The works that are compared with nothing, and why")


def rules_link(ctx: Context) -> Link:
    """The link to the rules."""
    return link("related", f"{ctx.links}{ADDRESS}", JSON, "The rules and unit costs by which overlaps are found")
