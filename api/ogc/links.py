"""Links between resources; every one begins with the configured base, never with what a request says."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote, urlencode

from starlette.requests import Request

from api.http.answers import PATH
from api.http.negotiation import MEDIA_TYPE, Format

Link = dict[str, Any]
_AS_JSON: Final = frozenset({Format.OPENAPI, Format.SCHEMA})
_NAMED: Final = {one: "json" if one in _AS_JSON else str(one) for one in Format}
_PLAIN_TYPE: Final = {one: media_type.split(";")[0] for one, media_type in MEDIA_TYPE.items()}


def link(rel: str, href: str, media_type: str, title: str) -> Link:
    """One link."""
    return {"rel": rel, "href": href, "type": media_type, "title": title}


def segment(text: str) -> str:
    """An id as one segment of a path."""
    return quote(text, safe="")


def selves(request: Request, base: str, offered: tuple[Format, ...], chosen: Format) -> list[Link]:
    """`self` in the chosen format, and `alternate` for every other one offered; the query is kept."""
    kept = urlencode([pair for pair in request.query_params.multi_items() if pair[0] != "f"])
    address = f"{base}{quote(request.scope['path'], safe=PATH)}?{kept}{'&' if kept else ''}f="
    return [
        link("self", address + _NAMED[one], _PLAIN_TYPE[one], "This document")
        if one is chosen
        else link("alternate", address + _NAMED[one], _PLAIN_TYPE[one], f"This document as {_NAMED[one].upper()}")
        for one in offered
    ]


def next_link(request: Request, base: str, path: str, cursor: str, media_type: str) -> Link:
    """The next page: the same parameters, with the cursor."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return link("next", f"{base}{path}?{urlencode([*kept, ('cursor', cursor)])}", media_type, "Next page")


def header(links: list[Link]) -> str:
    """Links as a Link header (RFC 8288)."""
    return ", ".join(f'<{one["href"]}>; rel="{one["rel"]}"; type="{one["type"]}"' for one in links)
