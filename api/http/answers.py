"""Answers with an ETag: asked again, an unchanged one is 304 and has no body."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.http.negotiation import MEDIA_TYPE, Format

REVALIDATE: Final = "public, no-cache"
PATH: Final = "/:@!$&'()*+,;=~"
"""What may stand in a path besides letters and digits (RFC 3986)."""


def answer(
    request: Request, body: bytes, media_type: str, *, cache: str = REVALIDATE, headers: dict[str, str] | None = None
) -> Response:
    """The body, or 304 where the client already has it."""
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    common = {"ETag": etag, "Cache-Control": cache, "Vary": "Accept, Accept-Encoding"} | (headers or {})
    if _holds(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=common)
    return Response(body, headers=common, media_type=media_type)


def answer_json(request: Request, value: Any, chosen: Format = Format.JSON, **more: Any) -> Response:  # noqa: ANN401
    """A JSON value in one of the JSON formats."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
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
        name, _, quality = part.strip().lower().partition(";q=")
        try:
            ranked.append((-float(quality or 1), place, name.split("-")[0]))
        except ValueError:
            continue
    return next((name for weight, _, name in sorted(ranked) if name in languages and weight < 0), languages[0])


def _holds(header: str, etag: str) -> bool:
    tags = {tag.strip().removeprefix("W/") for tag in header[:4000].split(",")}
    return "*" in tags or etag.removeprefix("W/") in tags
