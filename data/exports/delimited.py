"""CSV, by the same rules as the feeds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from data.exports.columns import Column
from data.exports.source import Source
from data.tables import csv_table


def write_csv(source: Source, target: Path) -> list[str]:
    """A row for each feature, with its footprint as WKT in CRS84."""
    columns, licence = source.about.columns, source.about.licence
    with target.open("wb") as file:
        file.write(csv_head(columns, licence=licence))
        file.writelines(csv_rows(texts, columns, licence=licence) for texts in source.texts())
    return []


def csv_head(columns: Sequence[Column], *, licence: str) -> bytes:
    """The line that names the columns."""
    return csv_table((), _names(columns), licence=licence)


def csv_rows(texts: Sequence[str], columns: Sequence[Column], *, licence: str) -> bytes:
    """Rows without the line that names the columns, none of which holds a line's end."""
    return csv_table(texts, _names(columns), licence=licence).split(b"\r\n", 1)[1]


def _names(columns: Sequence[Column]) -> list[str]:
    return [column.name for column in columns if column.name != "id"]
