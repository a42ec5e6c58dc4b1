"""The definition of the API as OpenAPI 3.0, written from the declared parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from api.context import Context
from api.downloads import definition as downloads
from api.http.negotiation import MEDIA_TYPE, Format
from api.http.parameters import Parameter
from api.ogc import declared
from api.ogc.collection import Collection
from api.tiles import definition as tiles

_PROBLEM: Final = {
    "description": "A problem (RFC 9457).",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}},
}
_FEATURE_ID: Final = {
    "name": "featureId",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "maxLength": 200},
}


@cache
def program_version() -> str:
    """The version of the program."""
    try:
        return version("allimi")
    except PackageNotFoundError:
        return "0.1.0"


def definition(ctx: Context, collections: Iterable[Collection]) -> dict[str, Any]:
    """The whole document; it names no other host."""
    paths = {
        "/": _resource("Landing page", "landing"),
        "/conformance": _resource("Conformance classes", "conformance"),
        "/api": _resource("This definition", "api", media_type=MEDIA_TYPE[Format.OPENAPI]),
        "/collections": _resource("The collections", "collections"),
    }
    known = tuple(collections)
    for collection in known:
        paths |= _collection_paths(collection)
    paths |= tiles.paths() | downloads.paths(known, declared.RESOURCE)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Allimi",
            "description": "Public works of a city: OGC API - Features with CRS, filtering and schemas, and Tiles.",
            "version": program_version(),
            "license": {"name": ctx.city.licence, "url": ctx.city.licence_url},
        },
        "servers": [{"url": ctx.links}],
        "tags": [{"name": "data"}, {"name": "tiles"}, {"name": "files"}],
        "paths": paths,
        "components": {"schemas": _schemas()},
    }


def _collection_paths(collection: Collection) -> dict[str, Any]:
    here, title, operation = f"/collections/{collection.name}", collection.title, collection.name.replace("-", "_")
    feature_types = {MEDIA_TYPE[Format.GEOJSON]: "feature", "text/html": "text"}
    page_types = {MEDIA_TYPE[Format.GEOJSON]: "featureCollection", "text/csv": "text", "text/html": "text"}
    about = ("queryables", "sortables", "schema")
    return {
        here: _resource(title, f"describe_{operation}"),
        f"{here}/items": _get(
            f"{title}: features", f"{operation}_items", page_types, _documents(collection.parameters)
        ),
        f"{here}/items/{{featureId}}": _get(
            f"{title}: one feature",
            f"{operation}_item",
            feature_types,
            [_FEATURE_ID, *_documents(declared.ITEM)],
            lost=True,
        ),
    } | {
        f"{here}/{name}": _resource(f"{title}: {name}", f"{operation}_{name}", media_type=MEDIA_TYPE[Format.SCHEMA])
        for name in about
    }


def _resource(summary: str, operation: str, media_type: str = "application/json") -> dict[str, Any]:
    return _get(summary, operation, {media_type: "object", "text/html": "text"}, _documents(declared.RESOURCE))


def _documents(parameters: Iterable[Parameter]) -> list[dict[str, Any]]:
    return [parameter.document() for parameter in parameters]


def _get(
    summary: str, operation: str, types: Mapping[str, str], parameters: list[dict[str, Any]], *, lost: bool = False
) -> dict[str, Any]:
    content = {name: {"schema": {"$ref": f"#/components/schemas/{schema}"}} for name, schema in types.items()}
    responses: dict[str, Any] = {
        "200": {"description": summary, "content": content},
        "304": {"description": "Not changed."},
        "400": _PROBLEM,
        "406": _PROBLEM,
        "503": _PROBLEM,
    }
    if lost:
        responses["404"] = _PROBLEM
    return {
        "get": {
            "tags": ["data"],
            "summary": summary,
            "operationId": operation,
            "parameters": parameters,
            "responses": dict(sorted(responses.items())),
        }
    }


def _schemas() -> dict[str, Any]:
    links = {"type": "array", "items": {"$ref": "#/components/schemas/link"}}
    text = {"type": "string"}
    return {
        "text": text,
        "object": {"type": "object"},
        "link": {
            "type": "object",
            "required": ["href", "rel"],
            "properties": {"href": text, "rel": text, "type": text, "title": text},
        },
        "feature": {
            "type": "object",
            "required": ["type", "geometry", "properties"],
            "properties": {
                "type": {"type": "string", "enum": ["Feature"]},
                "id": text,
                "geometry": {"type": "object", "nullable": True},
                "properties": {"type": "object", "nullable": True},
                "links": links,
            },
        },
        "featureCollection": {
            "type": "object",
            "required": ["type", "features"],
            "properties": {
                "type": {"type": "string", "enum": ["FeatureCollection"]},
                "features": {"type": "array", "items": {"$ref": "#/components/schemas/feature"}},
                "links": links,
                "timeStamp": {"type": "string", "format": "date-time"},
                "numberMatched": {"type": "integer", "minimum": 0},
                "numberReturned": {"type": "integer", "minimum": 0},
            },
        },
        "problem": {
            "type": "object",
            "required": ["type", "title", "status", "detail"],
            "properties": {
                "type": text,
                "title": text,
                "status": {"type": "integer"},
                "detail": text,
                "instance": text,
                "parameter": text,
            },
        },
    }
