"""Links between resources; every one begins with the configured base, never with what a request says."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request

from api.http.answers import PATH
from api.http.negotiation import MEDIA_TYPE, Format

Link = dict[str, Any]


def link(rel: str, href: str, media_type: str, title: str) -> Link:
    """One link."""
    return {"rel": rel, "href": href, "type": media_type, "title": title}


def segment(text: str) -> str:
    """An id as one segment of a path."""
    return quote(text, safe="")


def selves(request: Request, base: str, offered: tuple[Format, ...], chosen: Format) -> list[Link]:
    """`self` in the chosen format, and `alternate` for every other one offered; the query is kept."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "f"]
    path = base + quote(request.scope["path"], safe=PATH)
    links = []
    for format_ in offered:
        named = "json" if format_ in {Format.OPENAPI, Format.SCHEMA} else str(format_)
        query = urlencode([*kept, ("f", named)])
        title = "This document" if format_ is chosen else f"This document as {named.upper()}"
        rel = "self" if format_ is chosen else "alternate"
        links.append(link(rel, f"{path}?{query}", MEDIA_TYPE[format_].split(";")[0], title))
    return links


def next_link(request: Request, base: str, path: str, cursor: str, media_type: str) -> Link:
    """The next page: the same parameters, with the cursor."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return link("next", f"{base}{path}?{urlencode([*kept, ('cursor', cursor)])}", media_type, "Next page")


def header(links: list[Link]) -> str:
    """Links as a Link header (RFC 8288)."""
    return ", ".join(f'<{one["href"]}>; rel="{one["rel"]}"; type="{one["type"]}"' for one in links)
