"""An error that nobody foresaw: a problem that names the record in the log, with the headers of every answer."""

from __future__ import annotations

import uuid

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problems import problem

_log = structlog.get_logger("allimi.http")


class CatchCrashes:
    """ASGI middleware, inside of all that add headers: Starlette's own stands outside of those that add headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, or with 500; one that breaks off half-way is raised on."""
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            if started or scope["type"] != "http":
                raise
            await _answer(error, Request(scope))(scope, receive, send)


def _answer(error: Exception, request: Request) -> Response:
    incident = str(structlog.contextvars.get_contextvars().get("request") or uuid.uuid4().hex)
    _log.error("crash", incident=incident, path=request.url.path, exc_info=error)
    return problem(request, 500, f"Something failed here; it is recorded as {incident}.", incident=incident)
