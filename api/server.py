"""Run the web server until it is told to stop; the process then ends with 0."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer
import uvicorn
import uvloop
from fastapi import FastAPI

from api.deadline import limited
from api.listening import listener
from api.memory import settle
from api.settings import Settings
from geo.errors import BadInput


class _Server(uvicorn.Server):
    """Tells when it listens, and leaves the signals to `serve_until_stopped`."""

    def __init__(self, config: uvicorn.Config, listens: Callable[[], None]) -> None:
        super().__init__(config)
        self._listens = listens
        self._parent = os.getppid()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take none: uvicorn would raise them again at the end, and a clean stop would look like a crash."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Tell it, once it listens."""
        await super().startup(sockets)
        if self.started:
            settle()
            self._listens()

    async def on_tick(self, counter: int) -> bool:
        """Stop also where the process that started this one has died: another could not listen otherwise."""
        orphaned = counter % 10 == 0 and self.config.workers > 1 and os.getppid() != self._parent
        return await super().on_tick(counter) or orphaned


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


def announce(links: str) -> None:
    """Say where the site is."""
    typer.echo(f"Allimi is at {links}/")


def serve_until_stopped(
    app: FastAPI,
    listening: socket.socket,
    settings: Settings,
    *,
    links: str,
    listens: Callable[[], None] | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM: running requests may finish; a second signal ends at once.

    `listens` is called once the site answers; where it is not given, the address is said.
    """
    _allow_files(settings.max_connections)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # nothing is taken from them: links have a base of their own
        timeout_keep_alive=5,
        timeout_graceful_shutdown=int(settings.drain.total_seconds()),
        workers=settings.workers,
        http=limited(settings),
        ws="none",
    )
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(_Server(config, listens or (lambda: announce(links))), listening))


async def _serve(server: _Server, listening: socket.socket) -> None:
    loop = asyncio.get_running_loop()

    def stop() -> None:
        server.force_exit = server.should_exit
        server.should_exit = True

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    await server.serve([listening])


def _allow_files(connections: int) -> None:
    """Let the process have as many open files as its connections and a few others need, where the system does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections * 5 // 4 + 200
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
