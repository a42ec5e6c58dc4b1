"""Opening a file of any supported format, found by its content rather than by its name."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from data.readers.geojson import open_geojson
from data.readers.source import Source
from data.readers.tables import open_table
from data.readers.texts import head
from data.rules import storable
from geo.errors import BadInput

FORMATS: Final = (
    "GeoPackage, GeoJSON (also newline-delimited), Shapefile (also zipped), KML, CSV or TSV (also gzipped), XLSX"
)
_TABLES: Final = {".csv", ".tsv", ".txt", ".tab"}


def check_name(path: Path) -> None:
    """Raises BadInput for a name that is not UTF-8: neither GDAL nor the database takes it."""
    try:
        str(path.absolute()).encode()
    except UnicodeEncodeError:
        raise BadInput(f"The name {storable(str(path))} is not UTF-8; rename the file or its folder.") from None


def open_source(
    path: Path,
    *,
    layer: str | None = None,
    encoding: str | None = None,
    crs: str | None = None,
    delimiter: str | None = None,
) -> Source:
    """Open a file for reading; use the result as a context manager.

    `layer` is needed when the file has several; `encoding` and `crs` overrule what the file says of itself.
    Only the formats named in `FORMATS` are opened, recognised by their first bytes: no virtual format, nothing that
    names another file or address. Raises BadInput, telling what to do, when the file cannot be used.
    """
    check_name(path)
    if path.is_dir():
        raise BadInput(f"{path} is a folder; name a file in it.")
    if not path.is_file():
        raise BadInput(f"There is no file {path.name}.")
    start = head(path)
    if start.startswith(b"SQLite format 3\0"):
        from data.readers.vector import open_geopackage  # noqa: PLC0415

        return open_geopackage(path, layer=layer, crs=crs)
    if start.startswith(b"\0\0\x27\x0a"):
        from data.readers.vector import open_shapefile  # noqa: PLC0415

        return open_shapefile(path, encoding=encoding, crs=crs)
    if start.startswith(b"PK\3\4"):
        return _open_zip(path, layer=layer, encoding=encoding, crs=crs)
    if start.startswith(b"PK\5\6"):
        raise BadInput(f"The zip file {path.name} is empty.")
    return _open_text(path, start, layer=layer, encoding=encoding, crs=crs, delimiter=delimiter)


def _open_text(
    path: Path, start: bytes, *, layer: str | None, encoding: str | None, crs: str | None, delimiter: str | None
) -> Source:
    text = start.lstrip(b"\xef\xbb\xbf\x1e \t\r\n")
    suffixes = {suffix.lower() for suffix in path.suffixes}
    if text.startswith(b"<"):
        from data.readers.kml import open_kml  # noqa: PLC0415

        return open_kml(path, layer=layer, crs=crs)
    if text.startswith(b"{") or suffixes & {".geojson", ".json", ".geojsonl", ".ndjson", ".geojsons", ".jsonl"}:
        return open_geojson(path, encoding=encoding, crs=crs)
    if suffixes & _TABLES:
        tabbed = "\t" if suffixes & {".tsv", ".tab"} else None
        return open_table(path, encoding=encoding, crs=crs, delimiter=delimiter or tabbed)
    raise BadInput(f"The file {path.name} is in no format that is read here: {FORMATS}.")


def _open_zip(path: Path, *, layer: str | None, encoding: str | None, crs: str | None) -> Source:
    from data.readers.archive import names, unpack_shapefile  # noqa: PLC0415

    if "xl/workbook.xml" in names(path):
        from data.readers.workbook import open_workbook  # noqa: PLC0415

        return open_workbook(path, layer=layer, crs=crs)
    from data.readers.vector import open_shapefile  # noqa: PLC0415

    folder = tempfile.TemporaryDirectory(prefix="allimi-")
    try:
        return open_shapefile(unpack_shapefile(path, Path(folder.name)), encoding=encoding, crs=crs, folder=folder)
    except BaseException:
        folder.cleanup()
        raise
