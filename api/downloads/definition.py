"""What files add to what the service says of itself: its definition, written from what the routes read, and links."""

from __future__ import annotations

from typing import Any, Final

from api.context import Context
from api.downloads.orders import COLLECTIONS, formats_of
from api.limits import Sizes
from api.ogc import declared
from api.ogc.catalogue import known
from api.ogc.collection import Collection
from api.ogc.links import Link, link
from api.ogc.openapi import PROBLEM, content, documents, reading
from api.ogc.parts import Part

_TAG: Final = "files"
_JSON: Final = content({"application/json": "object"})


def paths(sizes: Sizes) -> dict[str, Any]:
    """The paths of files as OpenAPI 3.0."""
    told = "Files of everything that is published"
    overview = reading(
        _TAG, "downloads", told, _JSON, documents(declared.DATED, sizes), more={"303": _seen("the page")}
    )
    return {"/downloads": overview} | {
        f"/downloads/{name}.{{format}}": _file(known(name), sizes) for name in COLLECTIONS
    }


def _file(collection: Collection, sizes: Sizes) -> dict[str, Any]:
    binary = {"schema": {"type": "string", "format": "binary"}}
    types = {kind.media_type.split(";")[0]: binary for kind in formats_of(collection.name)}
    more = {
        "202": {
            "description": "The file is being made; Location says where to ask how far it has got.",
            "content": _JSON,
        },
        "206": {"description": "A part of the file.", "content": types},
        "303": _seen("how far the file has got"),
        "404": PROBLEM,
        "416": PROBLEM,
        "507": PROBLEM,
    }
    suffix = {
        "name": "format",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "enum": [kind.suffix for kind in formats_of(collection.name)]},
    }
    return reading(
        _TAG,
        f"download_{collection.name}",
        f"{collection.title}: a file of all of them, or of those that the parameters select",
        types,
        [suffix, *documents(collection.selecting, sizes)],
        more=more,
    )


def _seen(what: str) -> dict[str, Any]:
    return {"description": f"See {what}."}


def _links(ctx: Context) -> list[Link]:
    return [link("related", f"{ctx.links}/downloads", "application/json", "Files of everything that is published")]


FILES: Final = Part(tag=_TAG, paths=paths, links=_links)
