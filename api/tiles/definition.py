"""What the definition of the API and its conformance say of tiles; written from what the routes read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from api.http.parameters import Parameter
from api.tiles import declared, matrix
from api.tiles.described import JSON, MVT
from api.tiles.sets import SETS, TileSet
from geo.tiles import DEEPEST

CONFORMANCE: Final = tuple(
    f"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/{name}"
    for name in ("core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets", "mvt", "oas30")
)
_PROBLEM: Final = {
    "description": "A problem (RFC 9457).",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}},
}
_SET: Final = {
    "name": "tileMatrixSetId",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "enum": [matrix.NAME]},
}
_PLACE: Final = [
    {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": {"type": "integer", "minimum": 0, "maximum": maximum},
    }
    for name, description, maximum in (
        ("tileMatrix", "The zoom.", DEEPEST),
        ("tileRow", "The row, from the north.", (1 << DEEPEST) - 1),
        ("tileCol", "The column, from the west.", (1 << DEEPEST) - 1),
    )
]


def paths() -> dict[str, Any]:
    """The paths of tiles as OpenAPI 3.0; they refer to the schemas `object` and `problem`."""
    found: dict[str, Any] = {}
    for name, tiles in SETS.items():
        found |= _of_set(tiles, f"{name}.collection" if name else "data.dataset")
    matrix_sets = _get("The tile matrix sets", "getTileMatrixSetsList", JSON, _documents(declared.RESOURCE))
    matrix_set = _get("A tile matrix set", "getTileMatrixSet", JSON, [_SET, *_documents(declared.RESOURCE)], lost=True)
    style = _get("A style of the works for MapLibre", "getStyle", JSON, _documents(declared.RESOURCE))
    return found | {
        "/tileMatrixSets": matrix_sets,
        "/tileMatrixSets/{tileMatrixSetId}": matrix_set,
        "/styles/works.json": style,
    }


def _of_set(tiles: TileSet, operation: str) -> dict[str, Any]:
    one = f"{tiles.path}/{{tileMatrixSetId}}"
    return {
        tiles.path: _get(
            f"{tiles.title}: tile sets", f"{operation}.vector.getTileSetsList", JSON, _documents(declared.RESOURCE)
        ),
        one: _get(
            f"{tiles.title}: a tile set",
            f"{operation}.vector.getTileSet",
            JSON,
            [_SET, *_documents(tiles.parameters)],
            lost=True,
        ),
        f"{one}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}": _get(
            f"{tiles.title}: a tile; an empty one has no bytes",
            f"{operation}.vector.getTile",
            MVT,
            [_SET, *_PLACE, *_documents(tiles.tile_parameters)],
            lost=True,
        ),
    }


def _documents(parameters: Iterable[Parameter]) -> list[dict[str, Any]]:
    return [parameter.document() for parameter in parameters]


def _get(
    summary: str, operation: str, media_type: str, parameters: list[dict[str, Any]], *, lost: bool = False
) -> dict[str, Any]:
    schema = {"type": "string", "format": "binary"} if media_type == MVT else {"$ref": "#/components/schemas/object"}
    responses: dict[str, Any] = {
        "200": {"description": summary, "content": {media_type: {"schema": schema}}},
        "304": {"description": "Not changed."},
        "400": _PROBLEM,
        "503": _PROBLEM,
    }
    if lost:
        responses["404"] = _PROBLEM
    return {
        "get": {
            "tags": ["tiles"],
            "summary": summary,
            "operationId": operation,
            "parameters": parameters,
            "responses": dict(sorted(responses.items())),
        }
    }
