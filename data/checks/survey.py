"""The first look at a whole file: which ids stand twice, which columns there are, whether the id counts rows."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

import numpy as np

from data.mapping import Mapping, RowMapper
from data.mapping.cells import has_column, text_of
from data.mapping.texts import counts_rows
from data.readers import RawRow, Source
from data.rules import Fault
from geo.errors import BadInput


@dataclass(frozen=True, slots=True)
class Survey:
    """`rows` in the file, and the hashes of ids that stand in more than one of them."""

    rows: int
    shared: frozenset[int]


def survey(source: Source, mapper: RowMapper) -> Survey:
    """Read the file once for its ids; 8 bytes of memory a row.

    Raises BadInput when a column of the mapping is nowhere in the file, or the id is a row number.
    """
    hashes, columns, first = array("q"), set(source.columns), None
    for chunk in source.chunks():
        first = first or chunk
        for row in chunk:
            columns.update(row.values)
            hashes.append(_hash(mapper, row))
    if columns:  # a text without any feature names none
        _check_columns(mapper.mapping, columns)
    _check_counting(mapper.mapping, first or [])
    known, counts = np.unique(np.frombuffer(hashes, dtype=np.int64), return_counts=True)
    return Survey(len(hashes), frozenset(known[counts > 1].tolist()) - {0})


def _hash(mapper: RowMapper, row: RawRow) -> int:
    try:
        return hash(mapper.identify(row.values)) or 1
    except Fault:
        return 0


def _check_columns(mapping: Mapping, columns: set[str]) -> None:
    if missing := sorted(name for name in mapping.columns() if not has_column(name, columns)):
        there = ", ".join(sorted(columns)[:40])
        raise BadInput(f"The mapping names columns that the file has not: {', '.join(missing)}. The file has: {there}.")


def _check_counting(mapping: Mapping, rows: list[RawRow]) -> None:
    """A lone id column that counts 0, 1, 2 … or 1, 2, 3 … in the file's order is its row number."""
    if len(mapping.id.columns) > 1 or mapping.id.fields:
        return
    column = mapping.id.columns[0]
    if counts_rows([text_of(row.values.get(column)) for row in rows]):
        raise BadInput(
            f"The column {column!r} counts the rows of the file, so it cannot be an id: it changes when rows are "
            "added or sorted. Take the number the agency gave the work, or name and date with slug = true."
        )
