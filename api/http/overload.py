"""Admission: so many requests at work that need the database, a short wait for a turn, then 503; no growing queue."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from typing import Final
from urllib.parse import unquote_to_bytes

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problems import problem
from api.limits import Limits, Turns
from api.memory import GiveBack

LIGHT: Final = frozenset(
    {
        "/live",
        "/ready",
        "/metrics",
        "/conformance",
        "/api",
        "/robots.txt",
        "/favicon.ico",
        "/styles/works.json",
        "/tileMatrixSets",
        "/tileMatrixSets/WebMercatorQuad",
    }
)
OWN_TURNS: Final = ("/static/", "/styles/glyphs/", "/intake/")
"""The browser's files and letters need none; the push interface, whose bodies take their time, has turns of its own."""
LARGE: Final = 2_000
"""A page of more features than this is large: it takes memory until it is sent."""
BUSY: Final = "Too many requests are being answered; try again in a moment."
_LIMIT: Final = re.compile(rb"(?:^|&)limit=(\d+)")


class Admission:
    """ASGI middleware. A request is at work until its answer begins: reading one slowly keeps nobody out.

    A large page is at work until it is sent. What needs no database (`LIGHT`) is always let in. `turns` are those of
    the requests, where others hand them out too.
    """

    def __init__(self, app: ASGIApp, limits: Limits, turns: Turnstile | None = None) -> None:
        self._app = app
        self._all = turns or Turnstile(limits.requests)
        self._large = Turnstile(limits.large)
        self._memory = GiveBack()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does when it is this request's turn, else with 503."""
        if scope["type"] != "http" or scope["path"] in LIGHT or scope["path"].startswith(OWN_TURNS):
            await self._app(scope, receive, send)
        elif not is_large(scope["query_string"]):
            await self._in_turn(scope, receive, send)
        elif await self._large.enter():
            try:
                await self._in_turn(scope, receive, send)
            finally:
                self._large.leave()
                self._memory.soon()
        else:
            await _busy(scope, receive, send)

    async def _in_turn(self, scope: Scope, receive: Receive, send: Send) -> None:
        working = await self._all.enter()
        if not working:
            await _busy(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            nonlocal working
            if working:
                working = False
                self._all.leave()
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            if working:
                self._all.leave()


class Turnstile:
    """Lets in so many at once; some more wait for their turn, in their order."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._free = turns.at_once
        self._queue: deque[asyncio.Future[bool]] = deque()

    def enter_at_once(self) -> bool:
        """Take a turn that is free; False where there is none."""
        if self._free <= 0:
            return False
        self._free -= 1
        return True

    async def enter(self) -> bool:
        """Wait for a turn; False where too many wait already, or it takes too long."""
        if self.enter_at_once():
            return True
        if len(self._queue) >= self._turns.waiting:
            return False
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[bool] = loop.create_future()
        self._queue.append(turn)
        late = loop.call_later(self._turns.wait.total_seconds(), self._too_late, turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn in self._queue:
                self._queue.remove(turn)
            elif not turn.cancelled() and turn.result():  # its turn came at the moment when its client went
                self.leave()
            raise
        finally:
            late.cancel()

    def leave(self) -> None:
        """Hand the turn on to who waits longest, or keep it free."""
        while self._queue:
            turn = self._queue.popleft()
            if not turn.done():  # one that was cancelled is still in the queue until its task has noticed
                turn.set_result(True)
                return
        self._free += 1

    def _too_late(self, turn: asyncio.Future[bool]) -> None:
        if turn in self._queue and not turn.done():
            self._queue.remove(turn)
            turn.set_result(False)


def is_large(query: bytes) -> bool:
    """Whether a query asks for a large page."""
    if b"%" in query:  # however it is written, it is read as what it means
        query = unquote_to_bytes(query)
    asked = _LIMIT.search(query) if b"limit=" in query else None
    return asked is not None and int(asked[1][:9]) > LARGE


async def _busy(scope: Scope, receive: Receive, send: Send) -> None:
    await problem(Request(scope), 503, BUSY)(scope, receive, send)
