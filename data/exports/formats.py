"""The formats that files are offered in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from geo.errors import NotFound

if TYPE_CHECKING:
    from data.exports.source import Source

Write: TypeAlias = Callable[["Source", Path], list[str]]
"""Writes a file, and gives sentences about what it does not hold of the source."""


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format.

    `suffix` names it in addresses; `money` says how exact amounts are kept in it; `streamed` that it can be sent while
    it is made; `drawn` that it is made of tiles, which the database draws; `tabular` that it holds tables without a
    geometry too.
    """

    suffix: str
    title: str
    media_type: str
    money: str
    footprint: str
    streamed: bool = False
    drawn: bool = False
    tabular: bool = False

    def writer(self) -> Write:
        """What writes it; the libraries behind it (GDAL, Arrow) are loaded only now."""
        module, name = _WRITERS[self.suffix]
        found: Write = getattr(import_module(f"data.exports.{module}"), name)
        return found


_WRITERS: Final = {
    "gpkg": ("vector", "write_geopackage"),
    "fgb": ("vector", "write_flatgeobuf"),
    "parquet": ("geoparquet", "write_geoparquet"),
    "shp.zip": ("shapefile", "write_shapefile"),
    "geojson": ("geojson", "write_geojson"),
    "csv": ("delimited", "write_csv"),
    "xlsx": ("workbook", "write_workbook"),
    "kml": ("kml", "write_kml"),
    "pmtiles": ("tiles", "write_pmtiles"),
}
_TEXT: Final = "exact, as text"
_WGS84: Final = "EPSG:4326, longitude first"
_EVERY: Final = (
    FileFormat("gpkg", "GeoPackage", "application/geopackage+sqlite3", _TEXT, _WGS84, tabular=True),
    FileFormat("fgb", "FlatGeobuf", "application/vnd.flatgeobuf", _TEXT, _WGS84),
    FileFormat(
        "parquet", "GeoParquet 1.1", "application/vnd.apache.parquet",
        "exact, as decimal(38, 6), or as text where one does not fit", "OGC:CRS84", tabular=True,
    ),
    FileFormat("shp.zip", "Shapefile", "application/zip", _TEXT, _WGS84),
    FileFormat(
        "geojson", "GeoJSON", "application/geo+json", "exact digits of a number", "OGC:CRS84",
        streamed=True, tabular=True,
    ),
    FileFormat(
        "csv", "CSV", "text/csv; charset=utf-8", "exact digits", "OGC:CRS84, as WKT", streamed=True, tabular=True,
    ),
    FileFormat(
        "xlsx", "Excel (XLSX)", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "a number of up to 15 digits, beyond that text", "OGC:CRS84, as WKT", tabular=True,
    ),
    FileFormat("kml", "KML", "application/vnd.google-earth.kml+xml", _TEXT, "OGC:CRS84"),
    FileFormat("pmtiles", "PMTiles", "application/vnd.pmtiles", "no amounts", "EPSG:3857, vector tiles", drawn=True),
)  # fmt: skip
FORMATS: Final = MappingProxyType({one.suffix: one for one in _EVERY})
"""Every format by its suffix, in the order in which they are offered."""


def format_of(suffix: str) -> FileFormat:
    """The format of a suffix. Raises NotFound."""
    if suffix not in FORMATS:
        raise NotFound(f"There is no format {suffix[:20]!r}; there are {', '.join(FORMATS)}.")
    return FORMATS[suffix]
