"""The transparency log for readers: what it is, what it has come to, and how to check it oneself."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.http.parameters import read
from api.log import declared
from api.log.routes import described
from api.pages.site import Here
from geo.log import reading

router = APIRouter()


@router.api_route("/log", methods=["GET", "HEAD"])
async def log(request: Request, page: Here) -> Response:
    """The log as a page."""
    read(request, declared.RESOURCE)
    state = await reading.state(page.ctx.pool)
    return await page.show("log.html", state=state, told=described(state), base=page.ctx.links, dated=False)
