"""The rules by which overlaps are found, with every unit cost and where it is from."""

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
from geo.overlaps.telling import InForce, rules_told

router = APIRouter()
JSON: Final = "application/json"
ADDRESS: Final = "/overlaps/rules"
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


def rules_link(ctx: Context) -> Link:
    """The link to the rules."""
    return link("related", f"{ctx.links}{ADDRESS}", JSON, "The rules and unit costs by which overlaps are found")
