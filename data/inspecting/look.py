"""What a file holds: layers, columns, how full they are, samples of their values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from data.mapping.cells import text_of
from data.mapping.texts import clean, counts_rows
from data.readers import RawRow, Source, Value, open_source
from data.rules import shown

ROWS: Final = 5_000
"""Rows looked at."""
VALUES: Final = 60
"""Different values of a column kept at most, the most frequent first."""


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """One column in the rows looked at.

    `types` are Python's names; `filled` counts values that are not blank; `distinct` counts different ones, and
    `values` are the most frequent of them (cleaned, in full), with how often each stands. `counting` columns number
    the rows of the file.
    """

    name: str
    types: tuple[str, ...]
    filled: int
    distinct: int
    values: tuple[tuple[str, int], ...]
    counting: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """The values without their counts."""
        return tuple(text for text, _ in self.values)

    @property
    def samples(self) -> tuple[str, ...]:
        """Up to three values, shortened for a screen."""
        return tuple(shown(text, 60) or "" for text, _ in self.values[:3])


@dataclass(frozen=True, slots=True)
class Inspection:
    """A file seen from outside; `rows` is the number looked at, `count` all of them where the file says so.

    `geometries` counts the kinds of geometry (`none` where there is none), `unreadable` the rows with a fault.
    """

    name: str
    format: str
    layers: tuple[str, ...]
    layer: str | None
    crs: str | None
    encoding: str | None
    rows: int
    count: int | None
    columns: tuple[ColumnLook, ...]
    geometries: tuple[tuple[str, int], ...]
    unreadable: int
    delimiter: str | None = None


def inspect(
    path: Path, *, layer: str | None = None, encoding: str | None = None, crs: str | None = None, rows: int = ROWS
) -> Inspection:
    """Look at the first rows of a file. Raises BadInput when it cannot be opened."""
    with open_source(path, layer=layer, encoding=encoding, crs=crs) as source:
        looked = [row for chunk in islice(source.chunks(rows), 1) for row in chunk]
        return _inspection(path, source, looked)


def _inspection(path: Path, source: Source, rows: list[RawRow]) -> Inspection:
    names = dict.fromkeys([*source.columns, *(name for row in rows for name in row.values)])
    kinds = Counter(row.geometry.geom_type if row.geometry is not None else "none" for row in rows)
    return Inspection(
        name=path.name,
        format=source.format,
        layers=source.layers,
        layer=source.layer,
        crs=source.crs,
        encoding=source.encoding,
        rows=len(rows),
        count=source.count,
        columns=tuple(_column(name, [row.values.get(name) for row in rows]) for name in names),
        geometries=tuple(kinds.most_common()) if source.has_geometry else (),
        unreadable=sum(row.fault is not None for row in rows),
        delimiter=getattr(source, "delimiter", None),
    )


def _column(name: str, values: list[Value]) -> ColumnLook:
    there = [value for value in values if value is not None]
    texts = Counter(text for value in there if (text := clean(text_of(value))))
    texts_in_order = [text_of(value) for value in values]
    types = tuple(sorted({type(value).__name__ for value in there}))
    return ColumnLook(
        name, types, texts.total(), len(texts), tuple(texts.most_common(VALUES)), counts_rows(texts_in_order)
    )
