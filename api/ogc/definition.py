"""The definition of the API as OpenAPI 3.0, written from the declared parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from api.context import Context
from api.http.negotiation import MEDIA_TYPE, Format
from api.http.problems import CODE
from api.limits import Sizes
from api.ogc import declared
from api.ogc.collection import Collection
from api.ogc.hiding import gone_from, shown, untold
from api.ogc.openapi import content, documents, reading
from api.ogc.parts import Part
from api.release import program_version
from geo.filters.projects import PROJECTS

_TAG: Final = "data"


def definition(ctx: Context, collections: Iterable[Collection], parts: Iterable[Part]) -> dict[str, Any]:
    """The whole document, with the paths of the other parts; it names no other host."""
    paths, gone = _service_paths(ctx.sizes), gone_from("projects", PROJECTS, ctx.hidden)
    for collection in collections:
        paths |= _collection_paths(shown(collection, ctx), ctx.sizes)
    tags = [_TAG]
    for part in parts:
        paths |= untold(part.paths(ctx.sizes), gone)
        tags.append(part.tag)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Allimi",
            "description": "Public works of a city: OGC API - Features with CRS, filtering and schemas, and Tiles.",
            "version": program_version(),
            "license": {"name": ctx.city.licence, "url": ctx.city.licence_url},
        },
        "servers": [{"url": ctx.links}],
        "tags": [{"name": tag} for tag in tags],
        "paths": paths,
        "components": {"schemas": _schemas()},
    }


def _service_paths(sizes: Sizes) -> dict[str, Any]:
    return {
        "/": _dated("Landing page", "landing", sizes),
        "/conformance": _resource("Conformance classes", "conformance", sizes),
        "/api": _resource("This definition", "api", sizes, media_type=MEDIA_TYPE[Format.OPENAPI]),
        "/collections": _dated("The collections", "collections", sizes),
    }


def _collection_paths(collection: Collection, sizes: Sizes) -> dict[str, Any]:
    here, title, operation = f"/collections/{collection.name}", collection.title, collection.name.replace("-", "_")
    feature_types = {MEDIA_TYPE[Format.GEOJSON]: "feature", "text/html": "text"}
    page_types = {MEDIA_TYPE[Format.GEOJSON]: "featureCollection", "text/csv": "text", "text/html": "text"}
    about = ("queryables", "sortables", "schema")
    return {
        here: _dated(title, f"describe_{operation}", sizes),
        f"{here}/items": _get(
            f"{title}: features", f"{operation}_items", page_types, documents(collection.parameters, sizes)
        ),
        f"{here}/items/{{featureId}}": _get(
            f"{title}: one feature",
            f"{operation}_item",
            feature_types,
            [_feature_id(collection), *documents(declared.ITEM, sizes)],
            lost=True,
        ),
    } | {
        f"{here}/{name}": _resource(
            f"{title}: {name}", f"{operation}_{name}", sizes, media_type=MEDIA_TYPE[Format.SCHEMA]
        )
        for name in about
    }


def _feature_id(collection: Collection) -> dict[str, Any]:
    schema = {"type": "string", "maxLength": collection.longest_id}
    return {"name": "featureId", "in": "path", "required": True, "schema": schema}


def _resource(summary: str, operation: str, sizes: Sizes, media_type: str = "application/json") -> dict[str, Any]:
    return _get(summary, operation, {media_type: "object", "text/html": "text"}, documents(declared.RESOURCE, sizes))


def _dated(summary: str, operation: str, sizes: Sizes) -> dict[str, Any]:
    types = {"application/json": "object", "text/html": "text"}
    return _get(summary, operation, types, documents(declared.DATED, sizes))


def _get(
    summary: str, operation: str, types: Mapping[str, str], parameters: list[dict[str, Any]], *, lost: bool = False
) -> dict[str, Any]:
    return reading(_TAG, operation, summary, content(types), parameters, problems=(406, 404) if lost else (406,))


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
                "code": {"type": "string", "enum": sorted(CODE.values())},
            },
        },
    }
