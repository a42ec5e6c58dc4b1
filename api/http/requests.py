"""Watch every request: it gets an id, a line in the log, and its place in the metrics."""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Sequence
from contextvars import ContextVar
from itertools import count
from typing import Final, NamedTuple, Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import STRUCTLOG_KEY_PREFIX

from api import logs
from api.http.writing import Header, write

_HEADER: Final = b"x-request-id"
_WATCHED: Final = "allimi.watched"
"""In a scope: its request has its id already."""
_REQUEST: Final[ContextVar[str]] = ContextVar(f"{STRUCTLOG_KEY_PREFIX}request")
"""structlog finds it and adds it to every event; its own function to set one takes ten times as long."""
_USABLE_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")
_PROCESS: Final = os.urandom(8).hex()
_NUMBER: Final = count()
_WHOLE: Final = 2**64 - 1
_STEP: Final = int.from_bytes(os.urandom(8)) | 1
"""Ids need not be secret: a process' own half and a number are unique, without a call of the system for each. An odd
step, modulo a power of two, meets every number once, and does not tell how many requests there were."""
_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_PROBES: Final = frozenset({"/live", "/ready", "/metrics"})


class Served(NamedTuple):
    """A request that has been answered; `route` is the template of its path, so that there are only few of them."""

    method: str
    route: str
    status: int
    seconds: float


class Observer(Protocol):
    """What counts the requests."""

    def began(self) -> None:
        """A request is being answered."""

    def ended(self, served: Served) -> None:
        """It has been answered, or the client has gone."""


class Watch:
    """Gives requests their ids, and notes what came of them."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer

    def begin(self, scope: Scope, send: Send) -> Answering:
        """A request is being answered, by what is sent through the answer or noted there."""
        answer = Answering(send, _request_id(scope))
        scope[_WATCHED] = True
        self._observer.began()
        # Every request has a task, and so a context, of its own: nothing has to be unbound.
        _REQUEST.set(answer.request_id)
        return answer

    def end(self, scope: Scope, answer: Answering) -> None:
        """It has been answered, or the client has gone."""
        served = Served(_method(scope), _route(scope), answer.status, time.perf_counter() - answer.began)
        self._observer.ended(served)
        _note(scope, served, answer)


class WatchRequests:
    """ASGI middleware, to be the outermost one; a request that is watched already goes through."""

    def __init__(self, app: ASGIApp, watch: Watch) -> None:
        self._app = app
        self._watch = watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, and note what came of it."""
        if scope["type"] != "http" or _WATCHED in scope:
            await self._app(scope, receive, send)
            return
        answer = self._watch.begin(scope, send)
        try:
            await self._app(scope, receive, answer.send)
        finally:
            self._watch.end(scope, answer)


class Answering:
    """Passes an answer on, and remembers its status and size."""

    __slots__ = ("_send", "began", "request_id", "size", "status")

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self.began = time.perf_counter()
        self.request_id = request_id
        self.size = 0
        self.status = 499  # nothing was answered: the client has gone

    async def send(self, message: Message) -> None:
        """Pass on a part of the answer."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message["headers"], self.header()]
        else:
            self.size += len(message.get("body", b""))
        await self._send(message)

    async def send_whole(self, status: int, headers: list[Header], body: bytes) -> None:
        """Send an answer that is there as a whole."""
        self.status, self.size = status, len(body)
        await self._send({"type": "http.response.start", "status": status, "headers": [*headers, self.header()]})
        await self._send({"type": "http.response.body", "body": body})

    def write(self, scope: Scope, status: int, headers: Sequence[Header], lines: bytes, body: bytes) -> bool:
        """The same at once, with headers that are lines already; False where the server does not take it so."""
        written = write(scope, status, [*headers, self.header()], lines, body)
        if written:
            self.status, self.size = status, len(body)
        return written

    def header(self) -> Header:
        """What tells the client the id."""
        return _HEADER, self.request_id.encode()


def _request_id(scope: Scope) -> str:
    """The id that a proxy gave the request, else a new one."""
    for name, value in scope["headers"]:
        if name == _HEADER:
            given = value.decode("latin-1")
            if _USABLE_ID.fullmatch(given):
                return str(given)
    return f"{_PROCESS}{next(_NUMBER) * _STEP & _WHOLE:016x}"


def _method(scope: Scope) -> str:
    return scope["method"] if scope["method"] in _METHODS else "OTHER"


def _route(scope: Scope) -> str:
    return str(getattr(scope.get("route"), "path", "") or "unmatched")


def _note(scope: Scope, served: Served, answer: Answering) -> None:
    level = logging.WARNING if served.status >= 500 else logging.DEBUG if served.route in _PROBES else logging.INFO
    log = logs.requests()
    if log is not None and log.takes(level):
        log.tell(
            level,
            method=served.method,
            path=scope["path"],
            query=scope["query_string"].decode("latin-1"),
            status=served.status,
            ms=served.seconds * 1000,
            size=answer.size,
            request=answer.request_id,
        )
