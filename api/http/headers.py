"""Headers that every answer carries: nothing runs inline, nothing comes from elsewhere, nobody frames the pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.writing import Header, lines_of

CONTENT_SECURITY: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:{tiles}; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_NOBODY: Final = b"frame-ancestors 'none'"

OPEN_TO_ALL: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Link, ETag, Content-Crs, OGC-NumberMatched, "
    "Content-Disposition, Content-Location, Location, Memento-Datetime, Repr-Digest, Retry-After",
}
"""Pages of other sites may read every answer, whoever they are: so it is the same for all, and caches need no care."""

Headers: TypeAlias = list[Header]
_PRIVATE: Final = re.compile(r"/intake/|/[a-z]{2,3}/operator(?:/|$)")
"""Where agencies push and decide: no page of another site has any business there."""


class SecurityHeaders:
    """ASGI middleware; a handler that sets one of the headers itself keeps its own."""

    def __init__(self, app: ASGIApp, tile_hosts: tuple[str, ...] = ()) -> None:
        self._app = app
        self._headers = {
            "Content-Security-Policy": CONTENT_SECURITY.format(tiles="".join(f" {host}" for host in tile_hosts)),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "strict-origin-when-cross-origin",
            "Permissions-Policy": "camera=(), microphone=(), payment=()",
            "Cross-Origin-Opener-Policy": "same-origin",
        } | OPEN_TO_ALL
        self._raw = [(name.lower().encode(), value.encode()) for name, value in self._headers.items()]
        self._names = frozenset(name for name, _ in self._raw)
        self._lines = lines_of(self._raw)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, with the headers added."""
        added = _private(self.added) if _PRIVATE.match(scope.get("path", "")) else self.added

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = added(message.get("headers", []))
            await send(message)

        await self._app(scope, receive, sending)

    def added(self, given: Headers) -> Headers:
        """The headers of an answer with those of every answer."""
        return [*given, *self._others(given)]

    def lines(self, given: Headers) -> bytes:
        """Those of every answer that one with these headers still lacks, as lines of a head."""
        others = self._others(given)
        return self._lines if others is self._raw else lines_of(others)

    def _others(self, given: Headers) -> Headers:
        own = self._names.intersection([name for name, _ in given])
        return [pair for pair in self._raw if pair[0] not in own] if own else self._raw


def _private(added: Callable[[Headers], Headers]) -> Callable[[Headers], Headers]:
    """The same without leave for pages of other sites."""
    return lambda given: [pair for pair in added(given) if not pair[0].startswith(b"access-control-")]


class Framing:
    """ASGI middleware around the security headers: the pages under /embed/ may be framed by the sites named."""

    def __init__(self, app: ASGIApp, ancestors: tuple[str, ...] = ()) -> None:
        self._app = app
        self._ancestors = f"frame-ancestors {' '.join(ancestors)}".encode() if ancestors else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does; an embedded page without the header that no browser reads hosts from."""
        if self._ancestors is None or not str(scope.get("path", "")).startswith("/embed/"):
            await self._app(scope, receive, send)
            return
        ancestors = self._ancestors

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = [pair for pair in message["headers"] if pair[0] != b"x-frame-options"]
                message["headers"] = [(name, value.replace(_NOBODY, ancestors)) for name, value in given]
            await send(message)

        await self._app(scope, receive, sending)


class Preflight:
    """ASGI middleware that answers what a browser asks before it sends a request of another site's page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._asked = CORSMiddleware(app, allow_origins=["*"], allow_methods=["GET", "HEAD"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, except a question about another request."""
        asks = scope.get("method") == "OPTIONS" and not _PRIVATE.match(scope["path"])
        app = self._asked if asks else self._app
        await app(scope, receive, send)
