"""Answers that are given before the application is asked: the request cannot be read, or there is no room for it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import httptools

from api.http.problems import RETRY_SECONDS

_LIMITED: Final = "The {what} of a request may have at most {most} bytes."


@dataclass(frozen=True, slots=True)
class Refusal:
    """A status with words that anyone may read."""

    status: int
    detail: str

    def response(self) -> bytes:
        """The whole HTTP/1.1 response, a problem (RFC 9457); it is the last one of its connection."""
        status = HTTPStatus(self.status)
        members: dict[str, Any] = {"type": "about:blank", "title": status.phrase, "status": status.value}
        body = json.dumps(members | {"detail": self.detail}).encode()
        lines = [
            f"HTTP/1.1 {status.value} {status.phrase}",
            "Content-Type: application/problem+json",
            f"Content-Length: {len(body)}",
            "Cache-Control: no-store",
            "X-Content-Type-Options: nosniff",
            "Connection: close",
            *([f"Retry-After: {RETRY_SECONDS}"] if status == HTTPStatus.SERVICE_UNAVAILABLE else []),
        ]
        return "\r\n".join([*lines, "", ""]).encode() + body


NO_ROOM: Final = Refusal(503, "Too many connections are open; try again in a moment.")
ONE_HOST: Final = Refusal(400, "A request of HTTP/1.1 has exactly one header Host.")
_NO_TUNNEL: Final = Refusal(501, "This is no proxy.")
_NO_METHOD: Final = Refusal(501, "There is no such method.")
NO_VERSION: Final = Refusal(505, "This is a server of HTTP/1.1.")
_UNREADABLE: Final = Refusal(400, "This is no request of HTTP/1.1.")


def long_address(most: int) -> Refusal:
    """The address has more than so many bytes."""
    return Refusal(414, _LIMITED.format(what="address", most=most))


def long_head(most: int) -> Refusal:
    """The headers have more than so many bytes."""
    return Refusal(431, _LIMITED.format(what="headers", most=most))


def unreadable(fault: httptools.HttpParserError, method: bytes, data: bytes) -> Refusal:
    """Why the parser stopped, at a request of this method, in these bytes."""
    if method == b"CONNECT":
        return _NO_TUNNEL
    if isinstance(fault, httptools.HttpParserInvalidMethodError):
        word, blank, _ = data[:40].partition(b" ")
        return _NO_METHOD if blank and word.isalpha() else _UNREADABLE
    return NO_VERSION if "HTTP version" in str(fault) else _UNREADABLE
