"""CSV, by the same rules as the feeds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from data.exports.about import About
from data.exports.source import Source
from data.tables import csv_table


def write_csv(source: Source, target: Path) -> list[str]:
    """A row for each feature, with its footprint as WKT in CRS84."""
    with target.open("wb") as file:
        file.write(csv_head(source.about))
        file.writelines(csv_rows(texts, source.about) for texts in source.texts())
    return []


def csv_head(about: About) -> bytes:
    """The line that names the columns."""
    return _table((), about)


def csv_rows(texts: Sequence[str], about: About) -> bytes:
    """Rows without the line that names the columns, none of which holds a line's end."""
    return _table(texts, about).split(b"\r\n", 1)[1]


def _table(texts: Sequence[str], about: About) -> bytes:
    names = [column.name for column in about.columns if column.name != "id"]
    always = {"random_bits": about.random_bits} if about.random_bits else {}
    return csv_table(texts, names, licence=about.licence, footprint=about.placed, always=always)
