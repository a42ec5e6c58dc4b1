"""Answers packed by gzip, where the client takes it (RFC 9110, section 12.5.3)."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.negotiation import weights

LEAST_BYTES: Final = 1000
LEVEL: Final = 5


class Packing:
    """ASGI middleware around Starlette's, which looks for the word alone: `gzip;q=0` would be packed by it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = GZipMiddleware(app, minimum_size=LEAST_BYTES, compresslevel=LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, packed or not; `Vary` names each header once."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                _vary_once(MutableHeaders(scope=message))
            await send(message)

        _decide(scope)
        await self._app(scope, receive, sending)


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding takes gzip: named itself, or by `*`, with a weight above nought."""
    found = dict(weights(accepted))
    return found.get("gzip", found.get("*", 0.0)) > 0


def _decide(scope: Scope) -> None:
    """Say it in the request itself, in words that Starlette's understands; a copy would hide the route from others."""
    accepted = ",".join(Headers(scope=scope).getlist("accept-encoding"))
    others = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    scope["headers"] = [*others, (b"accept-encoding", b"gzip" if takes_gzip(accepted) else b"identity")]


def _vary_once(headers: MutableHeaders) -> None:
    names = [name.strip() for line in headers.getlist("vary") for name in line.split(",")]
    if names:
        headers["vary"] = ", ".join({name.lower(): name for name in names}.values())
