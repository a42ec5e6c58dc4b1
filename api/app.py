"""The application: its routes, and what every answer has in common."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import Final

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig

from api import health, metrics
from api.context import Context
from api.disclosure import routes as disclosure
from api.disclosure.definition import DISCLOSURE
from api.downloads import installing as downloads
from api.downloads.definition import FILES
from api.history import installing as history
from api.history.definition import HISTORY
from api.http import headers, problems
from api.http.crashes import CatchCrashes
from api.http.direct import AtOnce, Outcome
from api.http.overload import Admission, Turnstile
from api.http.packing import Packing
from api.http.requests import Watch, WatchRequests
from api.http.routing import PlainRoute
from api.intake import installing as intakes
from api.intake.state import Intake
from api.limits import Limits
from api.log import routes as log
from api.log.definition import LOG
from api.ogc import described, items, landing, parts
from api.overlaps import routes as overlaps
from api.overlaps.definition import OVERLAPS
from api.pages import installing as pages
from api.pages.drawing import warm
from api.pages.errors import ReadableProblems
from api.planning import routes as planning
from api.planning.definition import PLANNING
from api.standards import installing as standards
from api.standards.definition import STANDARDS
from api.tiles import routes as tiles
from api.tiles.definition import TILES
from data.policy import Policy

NO_TELEMETRY: Final[TelemetryConfig] = {"tracing": False, "metrics": False, "logs": False}
"""The program counts and logs for itself; FastAPI would look for an exporter at every request."""


def create_app(
    context: Context, policy: Policy | None = None, limits: Limits | None = None, intake: Intake | None = None
) -> FastAPI:
    """The application over a context whose pool it opens and closes; pages name the grounds of the policy.

    Without an intake nothing can be pushed.
    """
    context = context if policy is None else replace(context, policy=policy)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as ending:
            if intake is not None:
                ending.push_async_callback(asyncio.to_thread, intake.close)
            ending.push_async_callback(context.pool.close)
            await context.pool.open()
            warming = asyncio.create_task(warm())
            yield
            await warming

    app = FastAPI(
        title="Allimi",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        telemetry=NO_TELEMETRY,
    )
    app.state.context = context
    app.state.metrics = metrics.Metrics(context.pool, context.metrics_token)
    for part in (health, metrics, described, landing, log, disclosure, overlaps):
        app.include_router(part.router)
    parts.install(app, TILES, FILES, STANDARDS, LOG, HISTORY, DISCLOSURE, OVERLAPS, PLANNING)
    often = tiles.install(app, context)
    downloads.install(app, context)
    standards.install(app)
    history.install(app)
    often += items.install(app)
    if intake is not None:
        intakes.install(app, intake, context.city.languages)
    planning.install(app, with_keys=intake is not None)
    problems.install(app)
    pages.install(app, context)
    _surround(app, often, limits or Limits())
    return app


def _surround(app: FastAPI, often: list[PlainRoute], limits: Limits) -> None:
    """Lay what every answer has in common around the application; the innermost layer comes first."""
    turns, watch = Turnstile(limits.requests), Watch(app.state.metrics)
    tile_hosts = app.state.site.drawings.tile_hosts
    app.add_middleware(Outcome)
    app.add_middleware(CatchCrashes)
    app.add_middleware(Admission, limits=limits, turns=turns)
    app.add_middleware(ReadableProblems)
    app.add_middleware(Packing)
    app.add_middleware(headers.Preflight)
    app.add_middleware(headers.SecurityHeaders, tile_hosts=tile_hosts)
    app.add_middleware(headers.Framing, ancestors=app.state.context.embed_ancestors)
    app.add_middleware(WatchRequests, watch=watch)
    layers = app.build_middleware_stack()
    security = headers.SecurityHeaders(layers, tile_hosts=tile_hosts)
    app.middleware_stack = AtOnce(layers, often, watch=watch, turns=turns, security=security)
