"""What the features of a collection are made of: queryables, sortables and schema as JSON Schema 2020-12."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.context import Context, Ctx
from api.http.answers import answer_json, see_page
from api.http.negotiation import SCHEMA, Format, negotiate
from api.http.parameters import read
from api.ogc import declared
from api.ogc.catalogue import known
from api.ogc.collection import Collection

router = APIRouter()
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_ID: Final = {"type": "string", "title": "Public id", "x-ogc-role": "id", "readOnly": True}


def _queryables(found: Collection) -> dict[str, Any]:
    return {one.name: one.schema for one in found.queryables.values()}


def _sortables(found: Collection) -> dict[str, Any]:
    return {one.name: one.schema for one in found.queryables.values() if one.sortable}


def _properties(found: Collection) -> dict[str, Any]:
    place = {"title": "Footprint", "x-ogc-role": "primary-geometry", "format": found.geometry}
    return {"id": _ID, **({} if found.geometry is None else {"geometry": place}), **found.properties}


ABOUT: Final[Mapping[str, Callable[[Collection], dict[str, Any]]]] = MappingProxyType(
    {"queryables": _queryables, "sortables": _sortables, "schema": _properties}
)
"""What can be asked about a collection: properties as JSON Schema, by name."""


@router.api_route("/collections/{collection}/queryables", methods=["GET", "HEAD"])
async def queryables(request: Request, ctx: Ctx, collection: str) -> Response:
    """What features can be filtered by."""
    return _schema(request, ctx, known(collection, ctx), "queryables")


@router.api_route("/collections/{collection}/sortables", methods=["GET", "HEAD"])
async def sortables(request: Request, ctx: Ctx, collection: str) -> Response:
    """What features can be sorted by."""
    return _schema(request, ctx, known(collection, ctx), "sortables")


@router.api_route("/collections/{collection}/schema", methods=["GET", "HEAD"])
async def schema(request: Request, ctx: Ctx, collection: str) -> Response:
    """What features are made of."""
    return _schema(request, ctx, known(collection, ctx), "schema")


def _schema(request: Request, ctx: Context, found: Collection, name: str) -> Response:
    read(request, declared.RESOURCE)
    if negotiate(request, SCHEMA) is Format.HTML:
        return see_page(request)
    body = {
        "$schema": _DIALECT,
        "$id": f"{ctx.links}/collections/{found.name}/{name}",
        "type": "object",
        "title": f"{found.title}: {name}",
        "description": found.description,
        "properties": ABOUT[name](found),
        "additionalProperties": False,
    }
    return answer_json(request, body, Format.SCHEMA)
