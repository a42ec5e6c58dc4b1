"""Addresses in the Web Mercator quad, and the quad codes that the tables of the map are keyed by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from geo.errors import NotFound

DEEPEST: Final = 22
"""The deepest zoom that is served."""
KEPT: Final = 14
"""The deepest zoom that cells and generations are kept of; a tile below it is as old as the one above it there."""
CELLS: Final = 5
"""A cell is as large as a tile this many zooms deeper: 32 by 32 lie in a tile."""


@dataclass(frozen=True, slots=True)
class TileAddress:
    """A tile of the Web Mercator quad: zoom 0 to 22, x to the east, y to the south. Raises NotFound beyond it."""

    zoom: int
    x: int
    y: int

    def __post_init__(self) -> None:
        if not 0 <= self.zoom <= DEEPEST:
            raise NotFound(f"The tile matrices are 0 to {DEEPEST}.")
        if not (0 <= self.x < 1 << self.zoom and 0 <= self.y < 1 << self.zoom):
            raise NotFound(f"The rows and columns of the tile matrix {self.zoom} are 0 to {(1 << self.zoom) - 1}.")

    def kept(self) -> TileAddress:
        """The tile that this one's generation and cells are kept with: itself, or the one of zoom 14 it lies in."""
        above = max(self.zoom - KEPT, 0)
        return TileAddress(self.zoom - above, self.x >> above, self.y >> above)


def quad_code(zoom: int, x: int, y: int) -> int:
    """The number of a tile or cell: a 1, then two bits a zoom from the coarsest on, y before x."""
    return 1 << 2 * zoom | _spread(y) << 1 | _spread(x)


def code_of(tile: TileAddress) -> int:
    """The quad code of a tile; shifted right by two bits it is that of the tile above."""
    return quad_code(tile.zoom, tile.x, tile.y)


@dataclass(frozen=True, slots=True)
class Cells:
    """The kept cells of a tile: one range of quad codes, and those that touch it from outside, inside of the matrix."""

    first: int
    last: int
    around: list[int]


@lru_cache(maxsize=64)  # a statement asks twice
def cells_of(tile: TileAddress) -> Cells | None:
    """The cells of a tile: 32 by 32, and fewer, larger ones deeper than zoom 14; None where one is larger than it."""
    level = min(tile.zoom, KEPT) + CELLS
    deeper = level - tile.zoom
    if deeper < 0:
        return None
    code = code_of(tile)
    side, end = 1 << deeper, 1 << level
    left, top = tile.x << deeper, tile.y << deeper
    wide = _spread_all(range(max(left - 1, 0), min(left + side + 1, end)))
    above_below, left_right = (_spread_all(n for n in (at - 1, at + side) if 0 <= n < end) for at in (top, left))
    around = [end * end | row << 1 | column for row in above_below for column in wide]
    around += [end * end | row << 1 | column for row in _spread_all(range(top, top + side)) for column in left_right]
    return Cells(code << 2 * deeper, ((code + 1) << 2 * deeper) - 1, around)


def _spread_all(numbers: Iterable[int]) -> list[int]:
    return [_spread(number) for number in numbers]


def _spread(number: int) -> int:
    """The bits of a number, each followed by a 0 to its left: its binary digits read as those of base four."""
    return int(f"{number:b}", 4)
