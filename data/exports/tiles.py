"""PMTiles: vector tiles of works and districts, for maps without a server."""

from __future__ import annotations

import gzip
import json
import sqlite3
import warnings
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.exports.arrow import Table
from data.exports.columns import COLUMNS, Column, Kind
from data.exports.pmtiles import Area, tile_id, write_archive
from data.exports.rows import FOOTPRINT, Row, rows, spooled
from data.exports.source import Source
from data.readers.gdal import pyogrio

LOWEST: Final = 6
HIGHEST: Final = 14
SHOWN: Final = {
    "projects": (
        *("id", "title", "status", "category", "agency", "agency_name", "planned_start", "planned_end"),
        *("progress_actual", "days_late", "withheld", "sample"),
    ),
    "districts": ("id", "name", "code", "boundary_set", "sample"),
}
"""What a tile says of a feature: what a map colours and labels by."""
_DATES_AS_TEXT: Final = frozenset({Kind.DATE, Kind.INSTANT})


@dataclass(frozen=True, slots=True)
class _Layer:
    """A layer of the archive: its columns, and an MBTiles file with its tiles."""

    name: str
    columns: Sequence[Column]
    file: Path


def write_pmtiles(source: Source, target: Path) -> list[str]:
    """Zoom 6 to 14 (maps draw deeper zooms from the last); `districts` are a layer beside the works."""
    layers = [_layer(source.about.collection, source.texts(), target)]
    if source.districts is not None:
        layers.append(_layer("districts", spooled(source.districts), target))
    drawn = [layer for layer in layers if layer.file.exists()]
    box = source.survey.box or (-180.0, -85.0, 180.0, 85.0)
    write_archive(_tiles(drawn), target, Area(LOWEST, HIGHEST, box), _metadata(source, layers))
    for layer in drawn:
        layer.file.unlink()
    said = source.unmapped_left_out
    return [*said, "A tile has a few facts of each feature; where too many lie in one, GDAL leaves some out."]


def _layer(name: str, batches: Iterator[list[str]], target: Path) -> _Layer:
    """Draw a layer; its file is not there where nothing is mapped."""
    layer = _Layer(name, _columns(name), target.with_suffix(f".{name}.mbtiles"))
    mapped = _mapped(batches)
    first = next(mapped, None)
    if first is not None:
        _draw(layer, first, mapped)
    return layer


def _columns(name: str) -> list[Column]:
    """The columns that a tile shows; dates are texts there."""
    found = {column.name: column for column in COLUMNS[name]}
    return [
        Column(one.name, Kind.TEXT if one.kind in _DATES_AS_TEXT else one.kind, one.description, one.short)
        for one in (found[shown] for shown in SHOWN[name])
    ]


def _mapped(batches: Iterator[list[str]]) -> Iterator[list[Row]]:
    """Batches of the features with a footprint; empty ones are left out."""
    for texts in batches:
        found = [row for row in rows(texts) if row.footprint is not None]
        if found:
            yield found


def _draw(layer: _Layer, first: list[Row], rest: Iterator[list[Row]]) -> None:
    # Threads would write tiles in another order each time.
    pyogrio().set_gdal_config_options({"GDAL_NUM_THREADS": "1"})

    def every() -> Iterator[list[Row]]:
        yield first
        yield from rest

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of overfull tiles, which the notes speak of
        pyogrio().raw.write_arrow(
            Table(layer.columns).stream(every()),
            layer.file,
            layer=layer.name,
            driver="MBTiles",
            geometry_name=FOOTPRINT,
            geometry_type="Unknown",
            crs="EPSG:4326",
            dataset_options={"MINZOOM": str(LOWEST), "MAXZOOM": str(HIGHEST)},
        )


def _tiles(layers: Sequence[_Layer]) -> Iterator[tuple[int, bytes]]:
    """The tiles of all layers by their id: a tile is its layers' bytes one after the other, as protobuf allows."""
    with ExitStack() as stack:
        opened = [stack.enter_context(closing(sqlite3.connect(layer.file))) for layer in layers]
        places: dict[int, list[tuple[int, int]]] = {}
        for at, connection in enumerate(opened):
            for rowid, z, x, row in connection.execute("SELECT rowid, zoom_level, tile_column, tile_row FROM tiles"):
                places.setdefault(tile_id(z, x, (1 << z) - 1 - row), []).append((at, rowid))
        for number in sorted(places):
            yield number, _joined([_tile(opened[at], rowid) for at, rowid in places[number]])


def _tile(connection: sqlite3.Connection, rowid: int) -> bytes:
    found = connection.execute("SELECT tile_data FROM tiles WHERE rowid = ?", [rowid]).fetchone()
    return bytes(found[0])


def _joined(packed: Sequence[bytes]) -> bytes:
    return gzip.compress(b"".join(map(gzip.decompress, packed)), mtime=0)


def _metadata(source: Source, layers: Sequence[_Layer]) -> dict[str, object]:
    return {
        "name": source.title,
        "description": source.about.credits,
        "attribution": "; ".join(dict.fromkeys(source.about.attribution.values())),
        "type": "overlay",
        "version": str(source.about.publication),
        "allimi": json.dumps(source.about.document(), ensure_ascii=False),
        "vector_layers": [
            {
                "id": layer.name,
                "description": f"{layer.name} of publication {source.about.publication}",
                "minzoom": LOWEST,
                "maxzoom": HIGHEST,
                "fields": {column.name: _field(column) for column in layer.columns},
            }
            for layer in layers
        ],
    }


def _field(column: Column) -> str:
    numbers = {Kind.INTEGER, Kind.NUMBER}
    return "Number" if column.kind in numbers else "Boolean" if column.kind is Kind.FLAG else "String"
