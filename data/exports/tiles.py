"""PMTiles: the vector tiles that the site serves, as one file for maps without a server."""

from __future__ import annotations

import gzip
import json
import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from data.exports.mvt import Contents
from data.exports.pmtiles import Area, tile_id, write_archive
from data.exports.source import Source
from geo.tiles import drawing
from geo.tiles.layers import EVERY, TEXT

_HEAD: Final = struct.Struct("<BIII")
_LEAST_ZOOM: Final = 14
_WORLD: Final = (-180.0, -85.0, 180.0, 85.0)
_LEVEL: Final = 6
"""Of gzip: the next ones take twice the time for a hundredth of the size."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A tile in the spool: its address, and where its bytes are."""

    number: int
    zoom: int
    x: int
    y: int
    offset: int
    length: int


def record(zoom: int, x: int, y: int, tile: bytes) -> bytes:
    """A tile as it stands in a spool."""
    return _HEAD.pack(zoom, x, y, len(tile)) + tile


def write_pmtiles(source: Source, target: Path) -> list[str]:
    """The tiles of the spool `source.tiles`, each once; what the layers hold is said in the metadata."""
    assert source.tiles is not None  # noqa: S101 - whoever orders this format has them drawn
    with source.tiles.open("rb") as spool:
        drawn = sorted(_index(spool), key=lambda one: one.number)
        highest = max((one.zoom for one in drawn), default=_LEAST_ZOOM)
        box = _box([one for one in drawn if one.zoom == highest])
        contents = Contents()
        area = Area(0, highest, box, _first_zoom(box, highest))
        write_archive(_packed(source, spool, drawn, contents), target, area, lambda: _metadata(source, contents))
    return [*source.unmapped_left_out, *_said(source, highest)]


def _said(source: Source, highest: int) -> list[str]:
    if source.about.collection != "projects":
        return []
    most = f"{drawing.MOST_SHAPES:,}"
    return [
        f"Zoom {highest} has every work with its shape; above it a tile of more than {most} works has counts instead.",
        "A tile has a few facts of each feature.",
    ]


def _index(spool: IO[bytes]) -> Iterator[_Drawn]:
    offset = 0
    while head := spool.read(_HEAD.size):
        zoom, x, y, length = _HEAD.unpack(head)
        offset += _HEAD.size
        yield _Drawn(tile_id(zoom, x, y), zoom, x, y, offset, length)
        offset = spool.seek(length, 1)


def _packed(source: Source, spool: IO[bytes], drawn: list[_Drawn], contents: Contents) -> Iterator[tuple[int, bytes]]:
    """The tiles, gzipped; progress is told as if every one held as many features."""
    told = 0
    for place, one in enumerate(drawn, 1):
        spool.seek(one.offset)
        tile = spool.read(one.length)
        contents.add(one.zoom, tile)
        yield one.number, gzip.compress(tile, _LEVEL, mtime=0)
        share = source.survey.count * place // len(drawn)
        source.tell(share - told)
        told = share


def _box(drawn: list[_Drawn]) -> tuple[float, float, float, float]:
    """The box of tiles of one zoom, in degrees: clients ask for nothing outside of it."""
    if not drawn:
        return _WORLD
    across = 1 << drawn[0].zoom
    columns, rows = [one.x for one in drawn], [one.y for one in drawn]
    west, east = (number / across * 360 - 180 for number in (min(columns), max(columns) + 1))
    north, south = (_latitude(number / across) for number in (min(rows), max(rows) + 1))
    return west, south, east, north


def _latitude(down: float) -> float:
    """The latitude of a place in the Mercator square, 0 at its northern edge and 1 at its southern one."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * down))))


def _first_zoom(box: tuple[float, float, float, float], highest: int) -> int:
    """The zoom that shows all of a box at once, about."""
    widest = max(box[2] - box[0], box[3] - box[1])
    return min(max(int(math.log2(360 / widest)), 0), highest)


def _metadata(source: Source, contents: Contents) -> dict[str, Any]:
    return {
        "name": source.title,
        "description": source.about.credits,
        "attribution": "; ".join(dict.fromkeys(source.about.attribution.values())),
        "type": "overlay",
        "version": str(source.about.publication),
        "allimi": json.dumps(source.about.document(), ensure_ascii=False),
        "vector_layers": [
            {
                "id": layer.id,
                "description": layer.description,
                "minzoom": found.lowest,
                "maxzoom": found.highest,
                "fields": {name: layer.fields.get(name, TEXT) for name in sorted(found.fields)},
            }
            for layer in EVERY
            if (found := contents.layers.get(layer.id)) is not None
        ],
    }
