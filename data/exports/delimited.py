"""CSV, by the same rules as the feeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from data.exports.columns import Column
from data.exports.source import Source
from data.tables import csv_table

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


def write_csv(source: Source, target: Path) -> list[str]:
    """A row for each feature, with its footprint as WKT in CRS84."""
    about = source.about
    always = {"random_bits": about.random_bits} if about.random_bits else {}
    with target.open("wb") as file:
        file.write(csv_head(about.columns, licence=about.licence, always=always))
        file.writelines(
            csv_rows(texts, about.columns, licence=about.licence, always=always) for texts in source.texts()
        )
    return []


def csv_head(columns: Sequence[Column], *, licence: str, always: Mapping[str, str] = _NONE) -> bytes:
    """The line that names the columns; `always` are further ones that say the same in every row."""
    return csv_table((), _names(columns), licence=licence, always=always)


def csv_rows(
    texts: Sequence[str], columns: Sequence[Column], *, licence: str, always: Mapping[str, str] = _NONE
) -> bytes:
    """Rows without the line that names the columns, none of which holds a line's end."""
    return csv_table(texts, _names(columns), licence=licence, always=always).split(b"\r\n", 1)[1]


def _names(columns: Sequence[Column]) -> list[str]:
    return [column.name for column in columns if column.name != "id"]
