"""Links between resources; every one begins with the configured base, never with what a request says."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final, NamedTuple
from urllib.parse import quote, urlencode

from starlette.requests import Request

from api.http.answers import PATH, compact
from api.http.negotiation import MEDIA_TYPE, Format

Link = dict[str, Any]
_PLAIN: Final = re.compile(r"[A-Za-z0-9_.~/-]*", re.ASCII)
"""What is the same when it is quoted: nearly every address, and a question that is soon answered."""
_HERE: Final = "\0"
_HERE_JSON: Final = "\\u0000"
_AS_JSON: Final = frozenset({Format.OPENAPI, Format.SCHEMA})
_NAMED: Final = {one: "json" if one in _AS_JSON else str(one) for one in Format}
_PLAIN_TYPE: Final = {one: media_type.split(";")[0] for one, media_type in MEDIA_TYPE.items()}


class Written(NamedTuple):
    """Links as JSON, and as a Link header (RFC 8288)."""

    json: str
    header: str


def link(rel: str, href: str, media_type: str, title: str) -> Link:
    """One link."""
    return {"rel": rel, "href": href, "type": media_type, "title": title}


def segment(text: str) -> str:
    """An id as one segment of a path."""
    return text if _PLAIN.fullmatch(text) and "/" not in text else quote(text, safe="")


def selves(request: Request, base: str, offered: tuple[Format, ...], chosen: Format) -> list[Link]:
    """`self` in the chosen format, and `alternate` for every other one offered; the query is kept."""
    return _selves(_address(request, base), offered, chosen)


def written(
    request: Request, base: str, offered: tuple[Format, ...], chosen: Format, others: tuple[tuple[str, ...], ...]
) -> Written:
    """What `selves` gives, and other links (as the arguments of `link`), written."""
    frame, address = _frame(offered, chosen, others), _address(request, base)
    return Written(frame.json.replace(_HERE_JSON, address), frame.header.replace(_HERE, address))


def write(links: list[Link]) -> Written:
    """Links, written."""
    return Written(compact(links), header(links))


@lru_cache(maxsize=256)  # few, and each used by every answer of its kind
def _frame(offered: tuple[Format, ...], chosen: Format, others: tuple[tuple[str, ...], ...]) -> Written:
    """Links of a document whose address is to be filled in: it is quoted, and so the same in JSON and in a header."""
    return write([*_selves(_HERE, offered, chosen), *(link(*one) for one in others)])


def _address(request: Request, base: str) -> str:
    """The address of a document, up to the format."""
    path = request.scope["path"]
    if not _PLAIN.fullmatch(path):
        path = quote(path, safe=PATH)
    if not request.scope["query_string"]:
        return f"{base}{path}?f="
    kept = urlencode([pair for pair in request.query_params.multi_items() if pair[0] != "f"])
    return f"{base}{path}?{kept}{'&' if kept else ''}f="


def _selves(address: str, offered: tuple[Format, ...], chosen: Format) -> list[Link]:
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
