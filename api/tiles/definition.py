"""What tiles add to what the service says of itself: its definition, written from what the routes read, and links."""

from __future__ import annotations

from typing import Any, Final

from api.context import Context
from api.limits import Sizes
from api.ogc.links import Link, link
from api.ogc.openapi import content, documents, reading
from api.ogc.parts import Part
from api.tiles import declared, lettering, matrix
from api.tiles.described import JSON, MVT, TILE_SETS, TILING_SCHEMES
from api.tiles.sets import SETS, TileSet
from geo.tiles import DEEPEST
from maps.glyphs import FONT

CONFORMANCE: Final = tuple(
    f"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/{name}"
    for name in ("core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets", "mvt", "oas30")
)
_TAG: Final = "tiles"
_SET: Final = {
    "name": "tileMatrixSetId",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "enum": [matrix.NAME]},
}
_LETTERS: Final = [
    {
        "name": "fontStack",
        "in": "path",
        "required": True,
        "description": "The font.",
        "schema": {"type": "string", "enum": [FONT]},
    },
    {
        "name": "range",
        "in": "path",
        "required": True,
        "description": "The first and the last of 256 code points.",
        "schema": {"type": "string", "pattern": "^[0-9]{1,5}-[0-9]{1,5}$", "example": "0-255"},
    },
]
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


def paths(sizes: Sizes) -> dict[str, Any]:
    """The paths of tiles as OpenAPI 3.0."""
    found: dict[str, Any] = {}
    for name, tiles in SETS.items():
        found |= _of_set(tiles, f"{name}.collection" if name else "data.dataset", sizes)
    plain = documents(declared.RESOURCE, sizes)
    return found | {
        "/tileMatrixSets": _get("The tile matrix sets", "getTileMatrixSetsList", plain),
        "/tileMatrixSets/{tileMatrixSetId}": _get(
            "A tile matrix set", "getTileMatrixSet", [_SET, *plain], problems=(404,)
        ),
        "/styles/works.json": _get("A style of the works for MapLibre", "getStyle", documents(declared.DATED, sizes)),
        lettering.PATH: reading(
            _TAG,
            "getGlyphs",
            "The glyphs of a style's labels, 256 code points a range",
            {lettering.MEDIA: {"schema": {"type": "string", "format": "binary"}}},
            [*_LETTERS, *plain],
            problems=(404,),
        ),
    }


def _of_set(tiles: TileSet, operation: str, sizes: Sizes) -> dict[str, Any]:
    one = f"{tiles.path}/{{tileMatrixSetId}}"
    of_set, of_tile = documents(tiles.parameters, sizes), documents(tiles.tile_parameters, sizes)
    return {
        tiles.path: _get(
            f"{tiles.title}: tile sets", f"{operation}.vector.getTileSetsList", documents(declared.DATED, sizes)
        ),
        one: _get(f"{tiles.title}: a tile set", f"{operation}.vector.getTileSet", [_SET, *of_set], problems=(404,)),
        f"{one}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}": reading(
            _TAG,
            f"{operation}.vector.getTile",
            f"{tiles.title}: a tile; an empty one has no bytes",
            {MVT: {"schema": {"type": "string", "format": "binary"}}},
            [_SET, *_PLACE, *of_tile],
            problems=(404,),
        ),
    }


def _get(
    summary: str, operation: str, parameters: list[dict[str, Any]], problems: tuple[int, ...] = ()
) -> dict[str, Any]:
    return reading(_TAG, operation, summary, content({JSON: "object"}), parameters, problems=problems)


def _links(ctx: Context) -> list[Link]:
    base = ctx.links
    return [
        link(TILE_SETS, f"{base}/tiles", JSON, "Vector tiles of all collections"),
        link(TILING_SCHEMES, f"{base}/tileMatrixSets", JSON, "Tile matrix sets"),
        link("related", f"{base}/tiles/{matrix.NAME}?f=tilejson", JSON, "Vector tiles of all collections as TileJSON"),
        link("stylesheet", f"{base}/styles/works.json", JSON, "A style of the works for MapLibre"),
    ]


def _collection_links(ctx: Context, name: str) -> list[Link]:
    return [link(TILE_SETS, ctx.links + SETS[name].path, JSON, "Its vector tiles")] if name in SETS else []


TILES: Final = Part(tag=_TAG, paths=paths, links=_links, conformance=CONFORMANCE, collection_links=_collection_links)
