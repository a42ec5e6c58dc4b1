"""The page with the whole history of a project."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.history import declared
from api.history.timemaps import time_map
from api.http.parameters import FeatureId, read
from api.ogc.links import segment
from api.pages.history.telling import Teller, Told
from api.pages.site import Here, Page
from geo.history import versions

router = APIRouter()
SHOWN: Final = 100
"""Versions on a page of the history."""
LATEST: Final = 5
"""Versions on the page of the project."""


@router.api_route("/maps/projects/{project_id:path}/history", methods=["GET", "HEAD"])
async def history(request: Request, page: Here, project_id: FeatureId) -> Response:
    """What was published of a project, and what each version changed, the newest first."""
    given = read(request, declared.VERSIONS)
    limit = min(given.get("limit", SHOWN), declared.MOST_VERSIONS)
    found, below = await versions(page.ctx.pool, project_id, limit=limit, below=given.get("below"))
    address = segment(project_id)
    return await page.show(
        "history.html",
        id=project_id,
        titles=found[0].facts["titles"],
        withdrawn=found[0].withdrawn and "below" not in given,
        told=Teller(page, project_id).told(found),
        first=page.path(f"/maps/projects/{address}/history") if "below" in given else None,
        following=None if below is None else f"?limit={limit}&below={below}",
        versions=f"/collections/projects/items/{address}/versions",
        work=page.path(f"/maps/projects/{address}"),
    )


@router.api_route("/maps/projects/{project_id:path}/timemap", methods=["GET", "HEAD"])
async def mementos(request: Request, page: Here, project_id: FeatureId) -> Response:
    """All mementos of a project's page."""
    here = f"{page.ctx.links}{page.path(f'/maps/projects/{segment(project_id)}')}"
    return await time_map(request, page.ctx, project_id, here)


async def latest(page: Page, project_id: str, *, below: int) -> tuple[list[Told], bool]:
    """The latest versions of a project below a number, and whether there are earlier ones."""
    found, earlier = await versions(page.ctx.pool, project_id, limit=LATEST, below=below)
    return Teller(page, project_id).told(found), earlier is not None
