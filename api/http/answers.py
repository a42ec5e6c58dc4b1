"""Answers with an ETag: asked again, an unchanged one is 304 and has no body."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from api.http.holding import hold
from api.http.negotiation import MEDIA_TYPE, Format, header_of

REVALIDATE: Final = "public, no-cache"
PATH: Final = "/:@!$&'()*+,;=~"
"""What may stand in a path besides letters and digits (RFC 3986)."""


def answer(
    request: Request, body: bytes, media_type: str, *, cache: str = REVALIDATE, headers: dict[str, str] | None = None
) -> Response:
    """The body, or 304 where the client already has it."""
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    if holds(request, tag):
        return unchanged(tag, cache=cache, headers=headers)
    return tagged(body, media_type, tag=tag, cache=cache, headers=headers)


def tagged(
    body: bytes, media_type: str, *, tag: str, cache: str = REVALIDATE, headers: dict[str, str] | None = None
) -> Response:
    """The body with its ETag."""
    return whole(body, media_type, _common(tag, cache, headers))


def whole(body: bytes, media_type: str, headers: dict[str, str]) -> Response:
    """The body with these headers, its length and its type."""
    said = {"Content-Length": str(len(body)), "Content-Type": _content_type(media_type)}
    return Whole(body, headers | said)


def pieces(
    parts: tuple[str, Sequence[bytes], str], media_type: str, *, tag: str, headers: dict[str, str] | None = None
) -> Response:
    """A head, parts with commas between, and a tail, with their ETag; a long body is never held in one piece."""
    head, features, tail = parts
    if len(features) <= 1:
        return tagged(head.encode() + b"".join(features) + tail.encode(), media_type, tag=tag, headers=headers)
    return Pieces(*parts, headers=_common(tag, REVALIDATE, headers), media_type=media_type)


def unchanged(tag: str, *, cache: str = REVALIDATE, headers: dict[str, str] | None = None) -> Response:
    """304: the client has it already."""
    return Whole(b"", _common(tag, cache, headers), status=304)


def holds(request: Request, tag: str) -> bool:
    """Whether the client says that it has the body of this ETag."""
    held = header_of(request, b"if-none-match")
    return held is not None and _holds(held, tag)


def _common(tag: str, cache: str, headers: dict[str, str] | None) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": cache, "Vary": "Accept, Accept-Encoding"} | (headers or {})


class Whole(Response):
    """An answer whose headers are all given; Starlette's own takes longer to add its two than to take all others."""

    def __init__(self, body: bytes, headers: Mapping[str, str], *, status: int = 200) -> None:
        self.status_code, self.body, self.background = status, body, None
        self.raw_headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()
        ]


class Pieces(Response):
    """A JSON body of several parts, sent one after the other and let go; nothing waits for the database meanwhile."""

    def __init__(
        self, head: str, parts: Sequence[bytes], tail: str, *, headers: dict[str, str], media_type: str
    ) -> None:
        self._head, self._parts, self._tail = head.encode(), deque(parts), tail.encode()
        super().__init__(headers=headers, media_type=media_type)
        del self.headers["content-length"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        between, waiting = self._head, sum(map(len, self._parts))
        while self._parts:
            part = self._parts.popleft()
            waiting -= len(part)
            hold(scope, waiting)
            await send({"type": "http.response.body", "body": between + part, "more_body": True})
            between = b",\n"
        await send({"type": "http.response.body", "body": self._tail})


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=dict)


def compact(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """A value as JSON without blanks."""
    return _ENCODER.encode(value)


def answer_json(request: Request, value: Any, chosen: Format = Format.JSON, **more: Any) -> Response:  # noqa: ANN401
    """A JSON value in one of the JSON formats."""
    body = compact(value).encode()
    return answer(request, body, MEDIA_TYPE[chosen], **more)


def see_page(request: Request, path: str | None = None) -> Response:
    """Redirect to the same address in the reader's language (303)."""
    language = preferred_language(request)
    query = urlencode([(name, value) for name, value in request.query_params.multi_items() if name != "f"])
    address = quote(request.scope["path"] if path is None else path, safe=PATH)
    target = f"/{language}{address}" + (f"?{query}" if query else "")
    return RedirectResponse(target, 303, {"Vary": "Accept, Accept-Language", "Cache-Control": "no-store"})


def preferred_language(request: Request) -> str:
    """The city's language that Accept-Language likes best; the city's first where it likes none."""
    languages: tuple[str, ...] = request.app.state.context.city.languages
    ranked = []
    for place, part in enumerate(request.headers.get("accept-language", "").split(",")[:20]):
        name, _, quality = "".join(part.lower().split()).partition(";q=")
        try:
            ranked.append((-float(quality or 1), place, name.split("-")[0]))
        except ValueError:
            continue
    return next((name for weight, _, name in sorted(ranked) if name in languages and weight < 0), languages[0])


@lru_cache(maxsize=64)
def _content_type(media_type: str) -> str:
    bare = media_type.startswith("text/") and "charset=" not in media_type
    return f"{media_type}; charset=utf-8" if bare else media_type


def _holds(header: str, etag: str) -> bool:
    tags = {tag.strip().removeprefix("W/") for tag in header[:4000].split(",")}
    return "*" in tags or etag.removeprefix("W/") in tags
