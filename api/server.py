"""Run the web server until it is told to stop; the process then ends with 0."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

import typer
import uvicorn
from fastapi import FastAPI

from api.deadline import PromptProtocol
from api.listening import listener
from api.settings import Settings
from geo.errors import BadInput

MOST_CONNECTIONS: Final = 800
"""Open connections, idle ones included; beyond it uvicorn answers 503. Below the usual limit of 1,024 open files."""


class _Server(uvicorn.Server):
    """Announces itself, and leaves the signals to `serve_until_stopped`."""

    def __init__(self, config: uvicorn.Config, links: str) -> None:
        super().__init__(config)
        self._links = links

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take none: uvicorn would raise them again at the end, and a clean stop would look like a crash."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Say where the site is, once it listens."""
        await super().startup(sockets)
        if self.started:
            typer.echo(f"Allimi is at {self._links}/")


@contextmanager
def bound(settings: Settings) -> Iterator[tuple[socket.socket, str]]:
    """A listening socket, and the base of links that lead to it. Raises BadInput where it cannot listen."""
    try:
        listening = listener(settings.host, settings.port)
    except OSError as cause:
        raise BadInput(
            f"Nothing can listen on {settings.host} port {settings.port}; choose another with ALLIMI_PORT."
        ) from cause
    with listening:
        yield listening, settings.links_at(listening.getsockname()[1])


def serve_until_stopped(app: FastAPI, listening: socket.socket, *, links: str, drain: timedelta) -> None:
    """Serve until SIGINT or SIGTERM: running requests may finish; a second signal ends at once."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=int(drain.total_seconds()),
        limit_concurrency=MOST_CONNECTIONS,
        h11_max_incomplete_event_size=65_536,
        http=PromptProtocol,
    )
    asyncio.run(_serve(_Server(config, links), listening))


async def _serve(server: _Server, listening: socket.socket) -> None:
    loop = asyncio.get_running_loop()

    def stop() -> None:
        server.force_exit = server.should_exit
        server.should_exit = True

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    await server.serve([listening])
