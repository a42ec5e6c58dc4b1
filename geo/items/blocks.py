"""Rectangles that lie in a shape, and others beside it: what is in one of them by its box needs no geometry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

import numpy
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Rectangle: TypeAlias = tuple[float, float, float, float]
"""West, south, east, north."""

_SIDE: Final = 16
"""Fields to a side that the box of a shape is divided into."""
_MOST: Final = 16
_LEAST: Final = _SIDE * _SIDE // 128
"""Fields that a further rectangle has to add."""
_FIRST, _LAST = numpy.triu_indices(_SIDE + 1, 1)
"""Every span of fields in a line: where it begins, and where the field behind it does."""


def inside_and_beside(shape: BaseGeometry) -> tuple[list[Rectangle], list[Rectangle]]:
    """Few large rectangles within a shape that has an area, and as few of its box that do not touch it."""
    west, south, east, north = shape.bounds
    columns, rows = numpy.linspace(west, east, _SIDE + 1), numpy.linspace(south, north, _SIDE + 1)
    fields = shapely.box(columns[:-1], rows[:-1, None], columns[1:], rows[1:, None])
    shapely.prepare(shape)
    within, beside = shapely.contains_properly(shape, fields), shapely.disjoint(shape, fields)
    return _rectangles(within, columns, rows), _rectangles(beside, columns, rows)


def _rectangles(
    fits: NDArray[numpy.bool_], columns: NDArray[numpy.float64], rows: NDArray[numpy.float64]
) -> list[Rectangle]:
    return [
        (float(columns[west]), float(rows[south]), float(columns[east]), float(rows[north]))
        for south, north, west, east in _largest(fits)
    ]


def _largest(fits: NDArray[numpy.bool_]) -> Iterator[tuple[int, int, int, int]]:
    """Rectangles of fields that all fit, each the one that adds most: first and last line, first and last column."""
    sizes = numpy.multiply.outer(_LAST - _FIRST, _LAST - _FIRST)
    whole = _sums(fits) == sizes
    missing = fits.copy()
    for _ in range(_MOST):
        added = numpy.where(whole, _sums(missing), 0)
        place = int(added.argmax())
        if added.flat[place] < _LEAST:
            return
        down, across = divmod(place, len(_FIRST))
        found = int(_FIRST[down]), int(_LAST[down]), int(_FIRST[across]), int(_LAST[across])
        missing[found[0] : found[1], found[2] : found[3]] = False
        yield found


def _sums(fields: NDArray[numpy.bool_]) -> NDArray[numpy.int64]:
    """How many fields are set in every rectangle: by spans of lines and of columns."""
    total = numpy.zeros((_SIDE + 1, _SIDE + 1), dtype=numpy.int64)
    total[1:, 1:] = fields.cumsum(axis=0).cumsum(axis=1)
    spans = total[_LAST] - total[_FIRST]
    return spans[:, _LAST] - spans[:, _FIRST]
