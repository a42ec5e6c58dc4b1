"""What the definition of the API says of files; written from what the routes read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from api.http.parameters import Parameter
from api.ogc.collection import Collection
from data.exports import FORMATS

_PROBLEM: Final = {
    "description": "A problem (RFC 9457).",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}},
}
_JSON: Final = {"application/json": {"schema": {"$ref": "#/components/schemas/object"}}}


def paths(collections: Iterable[Collection], resource: tuple[Parameter, ...]) -> dict[str, Any]:
    """The paths of files as OpenAPI 3.0; they refer to the schemas `object` and `problem`."""
    overview = _get("Files of everything that is published", "downloads", _JSON, resource, {"303": _seen("the page")})
    return {"/downloads": overview} | {
        f"/downloads/{one.name}.{{format}}": _file(one) for one in collections if one.name in {"projects", "districts"}
    }


def _file(collection: Collection) -> dict[str, Any]:
    binary = {"schema": {"type": "string", "format": "binary"}}
    content = {kind.media_type.split(";")[0]: binary for kind in FORMATS.values()}
    more = {
        "202": {
            "description": "The file is being made; Location says where to ask how far it has got.",
            "content": _JSON,
        },
        "206": {"description": "A part of the file.", "content": content},
        "303": _seen("how far the file has got"),
        "404": _PROBLEM,
        "416": _PROBLEM,
        "507": _PROBLEM,
    }
    described = _get(
        f"{collection.title}: a file of all of them, or of those that the parameters select",
        f"download_{collection.name}",
        content,
        collection.selecting,
        more,
    )
    suffix = {
        "name": "format",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "enum": [kind.suffix for kind in FORMATS.values()]},
    }
    described["get"]["parameters"].insert(0, suffix)
    return described


def _seen(what: str) -> dict[str, Any]:
    return {"description": f"See {what}."}


def _get(
    summary: str, operation: str, content: dict[str, Any], parameters: tuple[Parameter, ...], more: dict[str, Any]
) -> dict[str, Any]:
    responses = {
        "200": {"description": summary, "content": content},
        "304": {"description": "Not changed."},
        "400": _PROBLEM,
        "503": _PROBLEM,
    }
    return {
        "get": {
            "tags": ["files"],
            "summary": summary,
            "operationId": operation,
            "parameters": [parameter.document() for parameter in parameters],
            "responses": dict(sorted((responses | more).items())),
        }
    }
