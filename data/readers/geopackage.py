"""What a GeoPackage holds, asked of SQLite itself before GDAL opens it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.parse import quote

from geo.errors import BadInput

_LAYERS: Final = """
SELECT contents.table_name, master.type, master.sql
FROM gpkg_contents AS contents LEFT JOIN sqlite_master AS master ON master.name = contents.table_name
WHERE contents.data_type IN ('features', 'attributes') ORDER BY contents.rowid
"""


def layer_of(path: Path, wanted: str | None) -> tuple[str, tuple[str, ...]]:
    """The layer to read and all layers. A view or virtual table, which could run anything, is refused.

    Raises BadInput when the file is no GeoPackage, or has several layers and none is named.
    """
    found = _layers(path)
    names = tuple(name for name, _, _ in found)
    name = wanted or (names[0] if len(names) == 1 else None)
    if name is None:
        raise BadInput(f"The file {path.name} has the layers {', '.join(names) or 'none'}; say which with layer.")
    entry = next((entry for entry in found if entry[0] == name), None)
    if entry is None:
        raise BadInput(f"The file {path.name} has no layer {name!r}; it has {', '.join(names) or 'none'}.")
    if entry[1] != "table" or "virtual" in str(entry[2]).lower().split("(", 1)[0]:
        raise BadInput(f"The layer {name!r} of {path.name} is a {entry[1] or 'missing table'}; only tables are read.")
    return name, names


def _layers(path: Path) -> list[tuple[str, str, str]]:
    address = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            return database.execute(_LAYERS).fetchall()
    except sqlite3.Error as error:
        raise BadInput(f"The file {path.name} is not a whole GeoPackage: {error}.") from error
