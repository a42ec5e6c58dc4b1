"""Tiles that a process keeps: the least recently used go first, and what they hold stays below a number of bytes."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Final

CACHE: Final = "public, max-age=0, s-maxage=30, stale-while-revalidate=30"
"""Shared caches may answer for half a minute and then once more while they ask again: a work that is withdrawn is gone
everywhere after a minute at most."""
RELEASE: Final = "3"
"""Of the tiles' form: another number whenever the same data is drawn otherwise, so that old copies are not taken."""
LEAST_PACKED: Final = 1_000
"""Tiles of fewer bytes are not packed."""
LEVEL: Final = 1
"""Of gzip: coordinates hardly shrink further above it (5 % at twice the time)."""
_OWN: Final = 600
"""What an entry takes besides its bytes, about."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A tile as it is sent: its generation and its bytes, packed by gzip or plain."""

    generation: int
    body: bytes
    packed: bool

    def plain(self) -> bytes:
        """The bytes for a client that takes no gzip."""
        return gzip.decompress(self.body) if self.packed else self.body

    def may_be_packed(self) -> bool:
        """Whether packing it pays off."""
        return not self.packed and len(self.body) >= LEAST_PACKED

    def pack(self) -> Drawn:
        """The same, packed."""
        return replace(self, body=gzip.compress(self.body, LEVEL, mtime=0), packed=True)


class TileCache:
    """The tiles by whatever names them, each in its newest generation only."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._tiles: OrderedDict[Hashable, Drawn] = OrderedDict()
        self.bytes = 0

    def __contains__(self, key: Hashable) -> bool:
        return key in self._tiles

    def __len__(self) -> int:
        return len(self._tiles)

    def get(self, key: Hashable, generation: int) -> Drawn | None:
        """The tile in this generation, if it is kept."""
        found = self._tiles.get(key)
        if found is None or found.generation != generation:
            return None
        self._tiles.move_to_end(key)
        return found

    def put(self, key: Hashable, tile: Drawn) -> None:
        """Keep a tile, unless a newer one is kept, or it alone would be too large."""
        old = self._tiles.get(key)
        if (old is not None and old.generation > tile.generation) or _size(tile) > self._most:
            return
        if old is not None:
            self.bytes -= _size(self._tiles.pop(key))
        self._tiles[key] = tile
        self.bytes += _size(tile)
        while self.bytes > self._most:
            self.bytes -= _size(self._tiles.popitem(last=False)[1])


def _size(tile: Drawn) -> int:
    return len(tile.body) + _OWN
