"""A request whose head comes in time and is not too long is answered, as long as its client is there.

uvicorn alone would keep half of a head for ever, and go on with what nobody waits for.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any, ClassVar, Final, cast

import httptools
import structlog
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from api import refusals
from api.http.writing import EXTENSION
from api.joining import Joined
from api.settings import Settings
from api.unread import ReadInTime, Unread
from api.whole import write_whole

MOST_HEADERS: Final = 200
LINGER_SECONDS: Final = 2.0
"""How long a client that was refused may go on sending before the connection is shut: else it never sees why."""
GRACE_SECONDS: Final = 1.0
"""How long an idle connection stays when the server stops: a request that is on its way is still answered."""
MOMENT_SECONDS: Final = 0.05
_log = structlog.get_logger("allimi.http")


class PromptProtocol(ReadInTime):
    """uvicorn's HTTP/1.1 with limits; idle keep-alive stays uvicorn's business."""

    head_seconds: ClassVar[float] = 20.0
    most_address: ClassVar[int] = 32_768
    most_head: ClassVar[int] = 65_536
    most_connections: ClassVar[int] = 800

    _deadline: asyncio.TimerHandle | None = None
    _running: tuple[asyncio.Task[None], RequestResponseCycle, Joined] | None = None
    _looked = False
    _in_head = False
    _head_bytes = 0
    _refused = False
    _last = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head; far beyond the limit of connections there is not even an answer."""
        super().connection_made(transport)
        if len(self.connections) > self.most_connections * 5 // 4:
            transport.abort()
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what has come; wait on while it is only a part of a head."""
        if self._refused:
            return
        self._unset_keepalive_if_required()
        self._head_bytes = len(data) + (self._head_bytes if self._in_head else 0)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            pass  # there is no web socket here: the request is answered as if it had not asked for one
        except httptools.HttpParserError as fault:
            self._refuse(refusals.unreadable(fault, self.parser.get_method(), data))
        if self._in_head or not self._answering():
            self._wait()
        if self._in_head and self._head_bytes > self.most_head:
            self._refuse(self._too_long())

    def on_message_begin(self) -> None:
        """A head begins."""
        self._in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Answer a request whose head is within the limits, and refuse others."""
        self._in_head = False
        self._wait_no_more()
        refusal = self._fault()
        if refusal is not None:
            self._refuse(refusal)
        if self._refused:
            return
        super().on_headers_complete()
        if self._last:
            self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        """Leave what follows a refusal."""
        if not self._refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Leave what follows a refusal."""
        if not self._refused:
            super().on_message_complete()

    def on_response_complete(self) -> None:
        """An answer without a body is whole with its head."""
        if self._running is not None:
            self._running[2].flush()
        super().on_response_complete()

    def shutdown(self) -> None:
        """Answer what is being asked, tell the client that it is the last answer, then close."""
        self._last = True
        if self._answering():
            self.cycle.keep_alive = False
        else:
            self.loop.call_later(GRACE_SECONDS, self._close_idle)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the deadlines, and end the work on an answer that nobody will read."""
        self._wait_no_more()
        super().connection_lost(exc)
        if self._running is not None and not self._running[1].response_complete:
            task, cycle, _ = self._running
            cycle.disconnected = True
            task.cancel()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:  # noqa: ANN401 - uvicorn's type
        joined = Joined(self.transport)
        cycle.transport = cast(asyncio.Transport, joined)  # it has what a cycle uses
        cast(dict[str, Any], cycle.scope["extensions"])[EXTENSION] = partial(write_whole, cycle)
        task = self.loop.create_task(cycle.run_asgi(partial(_until_gone, app, cycle)))
        self._running = task, cycle, joined
        task.add_done_callback(self.tasks.discard)
        self.tasks.add(task)

    def _answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _fault(self) -> refusals.Refusal | None:
        """What is wrong with a whole head."""
        if len(self.connections) > self.most_connections:
            return refusals.NO_ROOM
        if len(self.url) > self.most_address:
            return refusals.long_address(self.most_address)
        if len(self.headers) > MOST_HEADERS or self._head_bytes > self.most_head < self._head_size():
            return refusals.long_head(self.most_head)
        version = self.parser.get_http_version()
        if version not in {"1.0", "1.1"}:
            return refusals.NO_VERSION
        if version == "1.1" and [name for name, _ in self.headers].count(b"host") != 1:
            return refusals.ONE_HOST
        return None

    def _head_size(self) -> int:
        return sum(len(name) + len(value) + 4 for name, value in self.headers)

    def _too_long(self) -> refusals.Refusal:
        if self.headers:
            return refusals.long_head(self.most_head)
        return refusals.long_address(self.most_address)

    def _refuse(self, refusal: refusals.Refusal) -> None:
        if self._refused:
            return
        self._refused = True
        self._wait_no_more()
        _log.info("refused", status=refusal.status)
        if self._answering():  # requests sent one behind the other: the answer that is being given is the last one
            self.pipeline.clear()
            self.cycle.keep_alive = False
            return
        self.transport.write(refusal.response())
        self.transport.write_eof()
        self.loop.call_later(LINGER_SECONDS, self.transport.abort)

    def _wait(self) -> None:
        if self._deadline is None and not self._refused:
            self._looked = False
            self._deadline = self.loop.call_later(self.head_seconds, self._late)

    def _wait_no_more(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _late(self) -> None:
        self._deadline = None
        if self._answering():
            self._wait()
        elif not self._looked:  # the process may have stood still: what has come meanwhile is read first
            self._looked = True
            self._deadline = self.loop.call_later(MOMENT_SECONDS, self._late)
        elif not self.transport.is_closing():
            self.transport.close()

    def _close_idle(self) -> None:
        if not self._answering() and not self._in_head and not self.transport.is_closing():
            self.transport.close()


def limited(settings: Settings) -> type[PromptProtocol]:
    """The protocol with the limits of the settings."""
    limits: dict[str, Any] = {
        "head_seconds": settings.head_timeout.total_seconds(),
        "read_seconds": settings.write_timeout.total_seconds(),
        "most_address": settings.max_url,
        "most_head": settings.max_headers,
        "most_connections": settings.max_connections,
        "unread": Unread(settings.max_unread),
    }
    return type("LimitedProtocol", (PromptProtocol,), limits)


async def _until_gone(app: ASGIApp, cycle: RequestResponseCycle, scope: Scope, receive: Receive, send: Send) -> None:
    """Run the application; where its client has gone it is cancelled, and its statement with it."""
    try:
        await app(scope, receive, send)
    except asyncio.CancelledError:
        if not cycle.disconnected:
            raise
