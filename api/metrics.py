"""`/metrics` for Prometheus: requests, the database and its pool, what is published, the process.

Every application has a registry of its own. Numbers of the database are asked anew at most every 15 seconds.
"""

from __future__ import annotations

import hmac
import ipaddress
import platform
import time
from typing import Final

from fastapi import APIRouter, Request
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector
from pydantic import SecretStr
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.release import program_version
from api.request_counts import RequestCounts
from geo.errors import GeoError
from geo.stock import Stock, stock
from geo.store.connecting import ReadPool

FRESH_SECONDS: Final = 15.0
_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")

router = APIRouter()


class Metrics:
    """What one application counts."""

    def __init__(self, pool: ReadPool, token: SecretStr | None = None) -> None:
        self.token = token
        self._pool = pool
        self._asked: float | None = None
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        GCCollector(registry=registry)
        self._requests = RequestCounts()
        self.began, self.ended = self._requests.began, self._requests.ended
        registry.register(self._requests)
        self._connections = Gauge(
            "allimi_database_connections", "Reading connections of this process.", ("state",), registry=registry
        )
        self._up = Gauge("allimi_database_up", "1 when the database answers.", registry=registry)
        self._publication = Gauge("allimi_publication", "Number of the last publication.", registry=registry)
        self._published_at = Gauge(
            "allimi_publication_timestamp_seconds", "When the last publication was, Unix time.", registry=registry
        )
        self._updated = Gauge(
            "allimi_agency_update_timestamp_seconds",
            "When something of an agency was published last, Unix time.",
            ("agency",),
            registry=registry,
        )
        self._projects = Gauge("allimi_projects", "Projects published now.", registry=registry)
        build = Gauge("allimi_build_info", "Always 1.", ("version", "python"), registry=registry)
        build.labels(program_version(), platform.python_version()).set(1)

    async def text(self) -> bytes:
        """All of it in Prometheus' text format."""
        if self._asked is None or time.monotonic() - self._asked > FRESH_SECONDS:
            await self._ask_database()
        usage = self._pool.usage()
        for state, number in (("in_use", usage.in_use), ("open", usage.open), ("limit", usage.limit)):
            self._connections.labels(state).set(number)
        return generate_latest(self.registry)

    async def _ask_database(self) -> None:
        try:
            self._keep(await stock(self._pool))
        except GeoError:
            self._up.set(0)
        else:
            self._asked = time.monotonic()  # a database that is down is asked every time

    def _keep(self, found: Stock) -> None:
        self._up.set(1)
        self._publication.set(found.publication)
        self._projects.set(found.projects)
        self._published_at.set(found.published_at.timestamp() if found.published_at else 0)
        for agency, instant in found.updated.items():
            self._updated.labels(agency).set(instant.timestamp())


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """The metrics, for who may see them; for everybody else nothing is at this address."""
    counted: Metrics = request.app.state.metrics
    if not _may_read(request, counted.token):
        raise HTTPException(404)
    return Response(
        await counted.text(),
        headers={"Cache-Control": "no-store"},
        media_type="text/plain; version=0.0.4; charset=utf-8",
    )


def _may_read(request: Request, token: SecretStr | None) -> bool:
    """With a token, who shows it; without one, who asks from this machine and not through a proxy."""
    if token is not None:
        shown = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        return hmac.compare_digest(shown.encode(), token.get_secret_value().encode())
    return _is_loopback(request) and not any(name in request.headers for name in _FORWARDED)


def _is_loopback(request: Request) -> bool:
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
