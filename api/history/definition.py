"""What history adds to what the service says of itself: its definition, from what the routes read, and links."""

from __future__ import annotations

from typing import Any, Final

from api.context import Context
from api.history import declared
from api.history.routes import ITEMS, LINES
from api.history.timemaps import F
from api.limits import Sizes
from api.ogc.links import Link, link
from api.ogc.mementos import LINK_FORMAT
from api.ogc.openapi import content, documents, reading
from api.ogc.parts import Part

_TAG: Final = "history"
_PROJECT: Final = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string", "maxLength": 200}}
_NUMBER: Final = {
    "name": "version",
    "in": "path",
    "required": True,
    "schema": {"type": "integer", "minimum": 1, "maximum": 999_999_999},
}


def paths(sizes: Sizes) -> dict[str, Any]:
    """The paths of history as OpenAPI 3.0."""
    of_project = f"{ITEMS}/{{featureId}}/versions"
    return {
        of_project: reading(
            _TAG,
            "versions",
            "The versions of a project and what each changed, the newest first",
            content({"application/json": "object", "text/html": "text"}),
            [_PROJECT, *documents(declared.VERSIONS, sizes)],
            problems=(404, 406),
        ),
        f"{of_project}/{{version}}": reading(
            _TAG,
            "version",
            "A version of a project, byte for byte as it was published",
            content({"application/geo+json": "feature"}),
            [_PROJECT, _NUMBER],
            problems=(404,),
        ),
        f"{ITEMS}/{{featureId}}/timemap": reading(
            _TAG,
            "timemap",
            "The TimeMap of a project (RFC 7089): all its mementos",
            content({LINK_FORMAT: "text", "application/json": "object"}),
            [_PROJECT, *documents((F,), sizes)],
            problems=(404,),
        ),
        "/changes": reading(
            _TAG,
            "changes",
            "What changed, in the order in which it was published, a line of JSON each",
            content({LINES: "text"}),
            documents(declared.CHANGES, sizes),
        ),
    }


def _links(ctx: Context) -> list[Link]:
    return [link("related", f"{ctx.links}/changes", LINES, "What changed, in the order in which it was published")]


HISTORY: Final = Part(tag=_TAG, paths=paths, links=_links)
