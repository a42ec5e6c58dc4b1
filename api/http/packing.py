"""Answers packed by gzip, where the client takes it (RFC 9110, section 12.5.3)."""

from __future__ import annotations

import gzip
from functools import lru_cache
from typing import Final

from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.negotiation import weights

LEAST_BYTES: Final = 1000
LEVEL: Final = 5
_ACCEPT: Final = b"accept-encoding"
_USUAL: Final = ([b"Accept, Accept-Encoding"], [b"Accept-Encoding"], [b"Accept, Accept-Encoding, Accept-Datetime"])
_ENCODING: Final = b"content-encoding"
_AS_IT_IS: Final = (_ENCODING, b"identity")
"""What answers say that must not be packed, such as files that are had in parts; no client is told."""


class Packing:
    """ASGI middleware around Starlette's, which looks for the word alone: `gzip;q=0` would be packed by it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._packing = GZipMiddleware(app, minimum_size=LEAST_BYTES, compresslevel=LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, packed or not; `Vary` names each header once."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _varying([one for one in message.get("headers", []) if one != _AS_IT_IS])
            await send(message)

        if _is_taken(scope):
            _ask_for_gzip(scope)
            await self._packing(scope, receive, sending)
        else:
            await self._app(scope, receive, sending)


def pack(scope: Scope, response: Response) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """Headers and body of an answer that is there as a whole, packed as `Packing` does where the client takes it."""
    headers, body = response.raw_headers, bytes(response.body)
    if _ENCODING in [name for name, _ in headers]:
        headers = [one for one in headers if one != _AS_IT_IS]
    elif len(body) >= LEAST_BYTES and _is_taken(scope):
        body = gzip.compress(body, LEVEL, mtime=0)
        headers = [pair for pair in headers if pair[0] != b"content-length"]
        headers += [(b"content-encoding", b"gzip"), (b"content-length", b"%d" % len(body))]
    return _varying(headers), body


@lru_cache(maxsize=256)  # clients send few different headers, again and again
def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding takes gzip: named itself, or by `*`, with a weight above nought."""
    found = dict(weights(accepted))
    return found.get("gzip", found.get("*", 0.0)) > 0


def _is_taken(scope: Scope) -> bool:
    accepted = b",".join([value for name, value in scope["headers"] if name == _ACCEPT])
    return bool(accepted) and takes_gzip(accepted.decode("latin-1"))


def _ask_for_gzip(scope: Scope) -> None:
    """Say it in the request itself, in words that Starlette's understands; a copy would hide the route from others."""
    others = [(name, value) for name, value in scope["headers"] if name != _ACCEPT]
    scope["headers"] = [*others, (_ACCEPT, b"gzip")]


def _varying(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers with one `Vary`, which names each header once, and always Accept-Encoding."""
    lines = [value for name, value in headers if name == b"vary"]
    if lines in _USUAL:
        return headers
    names = [name.strip() for line in [*lines, b"Accept-Encoding"] for name in line.split(b",")]
    once = b", ".join({name.lower(): name for name in names}.values())
    return [*(pair for pair in headers if pair[0] != b"vary"), (b"vary", once)]
