"""Addresses without a language lead to the page in the language that the reader likes best."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.http.answers import see_page

router = APIRouter()


@router.api_route("/maps", methods=["GET", "HEAD"])
@router.api_route("/maps/unmapped", methods=["GET", "HEAD"])
@router.api_route("/maps/districts/{rest}", methods=["GET", "HEAD"])
@router.api_route("/feeds/{rest:path}", methods=["GET", "HEAD"])
@router.api_route("/maps/projects/{rest:path}", methods=["GET", "HEAD"])
async def in_a_language(request: Request) -> Response:
    """See the page in a language."""
    return see_page(request)
