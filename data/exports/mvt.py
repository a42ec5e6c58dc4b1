"""What vector tiles hold (Mapbox Vector Tile 2.1): their layers, the zooms of these, and the names of their fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_LAYER: Final = 3
_NAME: Final = 1
_KEY: Final = 3
_VARINT: Final = 0
_BYTES: Final = 2


@dataclass(slots=True)
class Held:
    """What is held of one layer."""

    lowest: int
    highest: int
    fields: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Contents:
    """The layers of many tiles, by name."""

    layers: dict[str, Held] = field(default_factory=dict)

    def add(self, zoom: int, tile: bytes) -> None:
        """Take in a tile."""
        for number, start, end in _parts(tile, 0, len(tile)):
            if number == _LAYER:
                self._add_layer(zoom, tile, start, end)

    def _add_layer(self, zoom: int, tile: bytes, start: int, end: int) -> None:
        name, keys = "", []
        for number, first, last in _parts(tile, start, end):
            if number == _NAME:
                name = tile[first:last].decode()
            elif number == _KEY:
                keys.append(tile[first:last].decode())
        held = self.layers.setdefault(name, Held(zoom, zoom))
        held.lowest, held.highest = min(held.lowest, zoom), max(held.highest, zoom)
        held.fields.update(keys)


def _parts(content: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The parts of a message that have a length: number, start, end. Numbers are passed over."""
    while start < end:
        key, start = _varint(content, start)
        if key & 7 == _VARINT:
            _, start = _varint(content, start)
        elif key & 7 == _BYTES:
            length, start = _varint(content, start)
            yield key >> 3, start, start + length
            start += length
        else:
            raise ValueError(f"A tile has no parts of the kind {key & 7}.")


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """A number, and where what follows begins."""
    found = shift = 0
    while True:
        byte = content[at]
        at += 1
        found |= (byte & 0x7F) << shift
        if byte < 0x80:
            return found, at
        shift += 7
