"""Watch every request: it gets an id, a line in the log, and its place in the metrics."""

from __future__ import annotations

import logging
import os
import re
import time
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import count
from typing import Final, Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import STRUCTLOG_KEY_PREFIX

from api import logs

_HEADER: Final = b"x-request-id"
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


@dataclass(frozen=True, slots=True)
class Served:
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


class WatchRequests:
    """ASGI middleware, to be the outermost one."""

    def __init__(self, app: ASGIApp, observer: Observer) -> None:
        self._app = app
        self._observer = observer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, and note what came of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send, _request_id(scope))
        began = time.perf_counter()
        self._observer.began()
        # Every request has a task, and so a context, of its own: nothing has to be unbound.
        _REQUEST.set(answer.request_id)
        try:
            await self._app(scope, receive, answer.send)
        finally:
            served = Served(_method(scope), _route(scope), answer.status, time.perf_counter() - began)
            self._observer.ended(served)
            _note(scope, served, answer)


class _Answer:
    """Passes the answer on, and remembers its status and size."""

    __slots__ = ("_send", "request_id", "size", "status")

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self.request_id = request_id
        self.status = 499  # nothing was answered: the client has gone
        self.size = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message["headers"], (_HEADER, self.request_id.encode())]
        else:
            self.size += len(message.get("body", b""))
        await self._send(message)


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


def _note(scope: Scope, served: Served, answer: _Answer) -> None:
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
