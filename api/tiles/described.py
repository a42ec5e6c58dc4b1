"""Tile sets as the standards describe them: OGC tile set metadata and TileJSON 3.0."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from starlette.requests import Request

from api.context import Context
from api.ogc.links import Link, link
from api.tiles import matrix
from api.tiles.sets import TileSet
from geo.tiles.layers import Layer
from geo.values import Bbox

MVT: Final = "application/vnd.mapbox-vector-tile"
JSON: Final = "application/json"
TILE_SETS: Final = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
TILING_SCHEME: Final = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"
TILING_SCHEMES: Final = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes"
CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CLIENTS_DEEPEST: Final = 16
"""The deepest zoom that clients ask for; they draw deeper ones from it, with coordinates of 15 cm."""


def tile_sets(request: Request, ctx: Context, tiles: TileSet) -> dict[str, Any]:
    """The list of the tile sets of a data set or collection; there is one."""
    here = ctx.links + tiles.path
    listed = {
        "title": tiles.title,
        "dataType": "vector",
        "crs": matrix.CRS,
        "tileMatrixSetURI": matrix.URI,
        # No template: the official suite asks for each as it stands.
        "links": _set_links(ctx, tiles, kept=_query(request)),
    }
    return {"links": [link("self", here + _query(request), JSON, "This document")], "tilesets": [listed]}


def tile_set(request: Request, ctx: Context, tiles: TileSet, extent: Bbox | None) -> dict[str, Any]:
    """The metadata of a tile set; its links keep what the request chooses."""
    box = {} if extent is None else {"boundingBox": _box(extent)}
    return {
        "title": tiles.title,
        "dataType": "vector",
        "crs": matrix.CRS,
        "tileMatrixSetURI": matrix.URI,
        "accessConstraints": "unclassified",
        "license": ctx.city.licence,
        "attribution": ctx.city.attribution.get("en", ""),
        **box,
        "layers": [_layer(layer) for layer in tiles.layers],
        "links": [
            *_set_links(ctx, tiles, kept=_query(request)),
            _template(ctx, tiles, kept=_query(request)),
            link("license", ctx.city.licence_url, "text/html", ctx.city.licence),
        ],
    }


def tile_json(request: Request, ctx: Context, tiles: TileSet, extent: Bbox | None) -> dict[str, Any]:
    """The tile set as TileJSON 3.0.0; its address of tiles keeps what the request chooses."""
    bounds = Bbox(-180, -85.0511287, 180, 85.0511287) if extent is None else extent
    return {
        "tilejson": "3.0.0",
        "name": f"Allimi: {tiles.title}",
        "attribution": ctx.city.attribution.get("en", ""),
        "scheme": "xyz",
        "tiles": [f"{ctx.links}{tiles.path}/{matrix.NAME}/{{z}}/{{y}}/{{x}}{_query(request)}"],
        "minzoom": 0,
        "maxzoom": CLIENTS_DEEPEST,
        "bounds": [bounds.west, max(bounds.south, -85.0511287), bounds.east, min(bounds.north, 85.0511287)],
        "vector_layers": [
            {"id": layer.id, "description": layer.description, "fields": dict(layer.fields)} for layer in tiles.layers
        ],
    }


def matrix_sets(ctx: Context) -> dict[str, Any]:
    """The list of the tile matrix sets; there is one."""
    here = f"{ctx.links}/tileMatrixSets"
    return {
        "links": [link("self", here, JSON, "This document")],
        "tileMatrixSets": [
            {
                "id": matrix.NAME,
                "title": matrix.TITLE,
                "uri": matrix.URI,
                "crs": matrix.CRS,
                "links": [link(rel, f"{here}/{matrix.NAME}", JSON, matrix.TITLE) for rel in ("self", "item")],
            }
        ],
    }


def _set_links(ctx: Context, tiles: TileSet, *, kept: str) -> list[Link]:
    here = f"{ctx.links}{tiles.path}/{matrix.NAME}"
    also = f"{kept}&f=tilejson" if kept else "?f=tilejson"
    return [
        link("self", here + kept, JSON, tiles.title),
        link("alternate", here + also, JSON, f"{tiles.title} as TileJSON"),
        link(TILING_SCHEME, f"{ctx.links}/tileMatrixSets/{matrix.NAME}", JSON, matrix.TITLE),
    ]


def _template(ctx: Context, tiles: TileSet, *, kept: str) -> Link:
    address = f"{ctx.links}{tiles.path}/{matrix.NAME}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}{kept}"
    return link("item", address, MVT, "A tile") | {"templated": True}


def _query(request: Request) -> str:
    """What the request chooses, without the format."""
    kept = urlencode([(name, value) for name, value in request.query_params.multi_items() if name != "f"])
    return f"?{kept}" if kept else ""


def _layer(layer: Layer) -> dict[str, Any]:
    kinds = {"String": "string", "Number": "number"}
    dimension = {"points": {"geometryDimension": 0}, "polygons": {"geometryDimension": 2}}.get(layer.geometry or "", {})
    properties = {name: {"type": kinds[kind]} for name, kind in layer.fields.items()}
    return {
        "id": layer.id,
        "description": layer.description,
        "dataType": "vector",
        **dimension,
        "minTileMatrix": "0",
        "maxTileMatrix": "22",
        "propertiesSchema": {"type": "object", "properties": properties},
    }


def _box(extent: Bbox) -> dict[str, Any]:
    return {"lowerLeft": [extent.west, extent.south], "upperRight": [extent.east, extent.north], "crs": CRS84}
