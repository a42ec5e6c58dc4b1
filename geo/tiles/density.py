"""How densely works lie, which says how deep a map goes, what its tiles show, and how many are drawn at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from geo.tiles import drawing
from geo.tiles.address import TileAddress, quad_code

BOTTOMS: Final = (14, 15, 16)
"""The zooms that may be the deepest of a map."""
_MOST_WORKS: Final = 6_000
_MOST_TILES: Final = 128


@dataclass(frozen=True, slots=True)
class Density:
    """How many works have their anchor in a tile, by quad code; for the zooms 0 to 16."""

    works: dict[int, int]

    @classmethod
    def of_lowest(cls, works: dict[int, int]) -> Density:
        """From those of the tiles of zoom 16."""
        found, level = dict(works), works
        for _ in range(BOTTOMS[-1]):
            above: dict[int, int] = {}
            for code, number in level.items():
                above[code >> 2] = above.get(code >> 2, 0) + number
            found |= above
            level = above
        return cls(found)

    def of(self, tile: TileAddress) -> int:
        """The works of a tile."""
        return self.works.get(quad_code(tile.zoom, tile.x, tile.y), 0)

    def deepest(self) -> int:
        """The deepest zoom of a map: 14, or the next on which no tile has too many works for shapes."""
        most = dict.fromkeys(BOTTOMS, 0)
        for code, works in self.works.items():
            zoom = code.bit_length() // 2
            if zoom in most:
                most[zoom] = max(most[zoom], works)
        return next((zoom for zoom in BOTTOMS if most[zoom] <= drawing.MOST_SHAPES), BOTTOMS[-1])


@dataclass(frozen=True, slots=True)
class Batch:
    """Tiles of one zoom that show the same kind of content; `crowded` ones have too many works for shapes."""

    tiles: Sequence[TileAddress]
    works: Sequence[int]
    crowded: bool
    is_deepest: bool

    @property
    def zoom(self) -> int:
        """The zoom of its tiles."""
        return self.tiles[0].zoom


def batches(tiles: Sequence[TileAddress], density: Density, *, is_deepest: bool) -> Iterator[Batch]:
    """The tiles of one zoom in portions that are drawn at once: so few that their bytes are soon written."""
    most = drawing.MOST_SHAPES
    crowded = [] if is_deepest else [tile for tile in tiles if density.of(tile) > most]
    for kind, some in ((True, crowded), (False, sorted(set(tiles) - set(crowded), key=_code))):
        for part in _portions(some, density):
            yield Batch(part, [density.of(tile) for tile in part], kind, is_deepest)


def _portions(tiles: Sequence[TileAddress], density: Density) -> Iterator[list[TileAddress]]:
    part: list[TileAddress] = []
    total = 0
    for tile in tiles:
        works = density.of(tile)
        if part and (total + works > _MOST_WORKS or len(part) == _MOST_TILES):
            yield part
            part, total = [], 0
        part.append(tile)
        total += works
    if part:
        yield part


def _code(tile: TileAddress) -> int:
    return quad_code(tile.zoom, tile.x, tile.y)
