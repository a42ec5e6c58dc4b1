"""Whether the process answers (`/live`) and whether it can serve (`/ready`)."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from api.context import Ctx
from api.http.problems import problem
from geo.errors import GeoError, StoreUnavailable
from geo.store.connecting import ReadPool
from geo.store.revision import head

router = APIRouter()
_NO_STORE = {"Cache-Control": "no-store"}


@router.api_route("/live", methods=["GET", "HEAD"])
async def live() -> Response:
    """200 as long as the process answers."""
    return JSONResponse({"status": "live"}, headers=_NO_STORE)


@router.api_route("/ready", methods=["GET", "HEAD"])
async def ready(request: Request, ctx: Ctx) -> Response:
    """200 when the database answers and is migrated, else 503 with the reason."""
    try:
        await must_be_ready(ctx.pool)
    except GeoError as reason:
        return problem(request, 503, str(reason))
    return JSONResponse({"status": "ready"}, headers=_NO_STORE)


async def must_be_ready(pool: ReadPool) -> None:
    """Raise StoreUnavailable with the reason unless the database answers and has this program's migrations."""
    current = await pool.value("SELECT version_num FROM public.alembic_version")
    if current != head():
        raise StoreUnavailable(f"The database is at migration {current}; this program needs {head()}.")
