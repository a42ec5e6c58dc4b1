"""Which representation a client wants: `f=` beats `Accept`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request

from geo.errors import BadRequest


class Format(StrEnum):
    """A representation, by its name in `f=`."""

    JSON = "json"
    GEOJSON = "geojson"
    CSV = "csv"
    HTML = "html"
    OPENAPI = "openapi"
    SCHEMA = "schema"

    __hash__ = str.__hash__  # Enum's own is written in Python, and every answer looks some up


MEDIA_TYPE: Final = MappingProxyType(
    {
        Format.JSON: "application/json",
        Format.GEOJSON: "application/geo+json",
        Format.CSV: "text/csv; charset=utf-8",
        Format.HTML: "text/html",
        Format.OPENAPI: "application/vnd.oai.openapi+json;version=3.0",
        Format.SCHEMA: "application/schema+json",
    }
)
RESOURCE: Final = (Format.JSON, Format.HTML)
FEATURES: Final = (Format.GEOJSON, Format.HTML, Format.CSV)
FEATURE: Final = (Format.GEOJSON, Format.HTML)
DEFINITION: Final = (Format.OPENAPI, Format.HTML)
SCHEMA: Final = (Format.SCHEMA, Format.HTML)
_JSON: Final = frozenset({Format.GEOJSON, Format.OPENAPI, Format.SCHEMA})
"""What `f=json` means where it is offered."""

_ACCEPTED: Final[Mapping[Format, tuple[str, ...]]] = MappingProxyType(
    {
        Format.JSON: ("application/json", "application/*", "text/plain"),
        Format.GEOJSON: ("application/geo+json", "application/json", "application/*", "text/plain"),
        Format.SCHEMA: ("application/schema+json", "application/json", "application/*", "text/plain"),
        Format.CSV: ("text/csv",),
        Format.HTML: ("text/html", "application/xhtml+xml", "text/*"),
        Format.OPENAPI: (
            "application/vnd.oai.openapi+json",
            "application/openapi+json",
            "application/json",
            "application/*",
            "text/plain",
        ),
    }
)


def negotiate(request: Request, offered: tuple[Format, ...]) -> Format:
    """The offered format that the client likes best; the first where it does not care.

    Raises BadRequest for an unknown `f`, and 406 where nothing offered is acceptable.
    """
    asked = request.query_params.get("f") if request.scope["query_string"] else None
    return _chosen(asked, (header_of(request, b"accept") or "").strip() or "*/*", offered)


def header_of(request: Request, name: bytes) -> str | None:
    """The first header of this name, in small letters: `request.headers` takes longer to be made than to be asked."""
    for one, value in request.scope["headers"]:
        if one == name:
            return str(value, "latin-1")
    return None


@lru_cache(maxsize=256)  # clients send few different headers, again and again
def _chosen(asked: str | None, accepted: str, offered: tuple[Format, ...]) -> Format:
    if asked is not None:
        return _named(asked, offered)
    liked = weights(accepted)
    ranked = [(_weight(liked, chosen), -place, chosen) for place, chosen in enumerate(offered)]
    best = max(ranked)
    if best[0] <= 0:
        types = ", ".join(MEDIA_TYPE[chosen] for chosen in offered)
        raise HTTPException(406, f"This resource is offered as {types}.")
    return best[2]


def _named(asked: str, offered: tuple[Format, ...]) -> Format:
    for chosen in offered:
        if asked == chosen or (asked == Format.JSON and chosen in _JSON):
            return chosen
    names = ", ".join(sorted("json" if f in {Format.OPENAPI, Format.SCHEMA} else f for f in offered))
    raise BadRequest(f"The format f is one of {names}.", parameter="f")


def weights(header: str) -> list[tuple[str, float]]:
    """The names in an Accept header, in small letters, each with its weight from 0 to 1; one not understood has 0."""
    found = []
    for part in header.split(",")[:50]:
        name, *options = (word.strip().lower() for word in part.split(";"))
        quality = next((option[2:] for option in options if option.startswith("q=")), "1")
        try:
            found.append((name, min(max(float(quality), 0.0), 1.0)))
        except ValueError:
            found.append((name, 0.0))
    return found


def _weight(liked: list[tuple[str, float]], chosen: Format) -> float:
    """The weight of the most specific range that holds the format; zero where none does."""
    for accepted in _ACCEPTED[chosen]:
        for name, weight in liked:
            if name == accepted:
                # text/plain is what GDAL sends beside JSON: it is served, but never preferred to a named type.
                return weight - (0.001 if accepted == "text/plain" or accepted.endswith("*") else 0)
    return next((weight - 0.002 for name, weight in liked if name == "*/*"), 0.0)
