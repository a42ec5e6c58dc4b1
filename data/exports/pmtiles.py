"""The container of PMTiles, version 3 (public specification): tiles along a Hilbert curve, and their directory."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_HEADER_BYTES: Final = 127
_ROOT_BYTES: Final = 16_384 - _HEADER_BYTES
"""What a root directory may take, so that readers get it in their first request."""
_LEAF_ENTRIES: Final = 4_096
_GZIP: Final = 2
_MVT: Final = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """Tiles from `tile_id` on that share their bytes; a `run` of 0 points to a leaf directory."""

    tile_id: int
    offset: int
    length: int
    run: int


@dataclass(frozen=True, slots=True)
class Area:
    """What an archive covers: zoom levels, and a box in degrees; `first_zoom` is the one that a map begins with."""

    lowest: int
    highest: int
    box: tuple[float, float, float, float]
    first_zoom: int = 0


def tile_id(z: int, x: int, y: int) -> int:
    """The number of a tile (y to the south): those of lower zooms first, then along the Hilbert curve."""
    found = ((1 << 2 * z) - 1) // 3
    for bit in range(z - 1, -1, -1):
        side = 1 << bit
        right, down = bool(x & side), bool(y & side)
        found += side * side * ((3 * right) ^ down)
        if not down:
            if right:
                x, y = ~x, ~y
            x, y = y, x
    return found


def write_archive(
    tiles: Iterable[tuple[int, bytes]], target: Path, area: Area, metadata: Callable[[], Mapping[str, Any]]
) -> None:
    """Gzipped vector tiles, sorted by their id, as one archive; what is equal is stored once.

    The metadata are asked for when every tile is written.
    """
    data = target.with_suffix(".data")
    entries: list[Entry] = []
    with data.open("wb") as file:
        places: dict[bytes, tuple[int, int]] = {}
        for number, content in tiles:
            key = hashlib.sha256(content).digest()
            if key not in places:
                places[key] = (file.tell(), file.write(content))
            _append(entries, number, *places[key])
        length = file.tell()
    root, leaves = _directories(entries)
    described = _packed(json.dumps(metadata(), ensure_ascii=False).encode())
    starts = [_HEADER_BYTES, _HEADER_BYTES + len(root)]
    starts += [starts[1] + len(described), starts[1] + len(described) + len(leaves)]
    sizes = [len(root), len(described), len(leaves), length]
    counts = [sum(one.run for one in entries), len(entries), len(places)]
    with target.open("wb") as file, data.open("rb") as content_file:
        file.write(_header([n for pair in zip(starts, sizes, strict=True) for n in pair], counts, area))
        file.writelines((root, described, leaves))
        shutil.copyfileobj(content_file, file, 1 << 20)
    data.unlink()


def _append(entries: list[Entry], number: int, offset: int, length: int) -> None:
    """Add a tile, or lengthen the last run where it goes on with the same bytes."""
    last = entries[-1] if entries else None
    if last and last.offset == offset and last.tile_id + last.run == number:
        entries[-1] = Entry(last.tile_id, offset, length, last.run + 1)
    else:
        entries.append(Entry(number, offset, length, 1))


def _header(places: Sequence[int], counts: Sequence[int], area: Area) -> bytes:
    west, south, east, north = (round(edge * 1e7) for edge in area.box)
    zooms = (area.lowest, area.highest)
    middle = ((west + east) // 2, (south + north) // 2)
    return struct.pack(
        "<7sB11Q6B4iB2i", b"PMTiles", 3, *places, *counts, 1, _GZIP, _GZIP, _MVT, *zooms,
        west, south, east, north, area.first_zoom, *middle,
    )  # fmt: skip


def _directories(entries: Sequence[Entry]) -> tuple[bytes, bytes]:
    """The root directory, and the leaves that it points to where it would become too large."""
    root = _directory(entries)
    if len(root) <= _ROOT_BYTES:
        return root, b""
    size = _LEAF_ENTRIES
    while True:
        leaves, pointers = bytearray(), []
        for start in range(0, len(entries), size):
            leaf = _directory(entries[start : start + size])
            pointers.append(Entry(entries[start].tile_id, len(leaves), len(leaf), 0))
            leaves += leaf
        root = _directory(pointers)
        if len(root) <= _ROOT_BYTES:
            return root, bytes(leaves)
        size *= 2


def _directory(entries: Sequence[Entry]) -> bytes:
    """Columns of varints: ids as differences, runs, lengths, offsets (0: right behind the one before)."""
    numbers = [len(entries)]
    numbers += [one.tile_id - (entries[at - 1].tile_id if at else 0) for at, one in enumerate(entries)]
    numbers += [one.run for one in entries]
    numbers += [one.length for one in entries]
    for at, one in enumerate(entries):
        before = entries[at - 1] if at else None
        follows = before is not None and before.offset + before.length == one.offset
        numbers.append(0 if follows else one.offset + 1)
    return _packed(b"".join(map(_varint, numbers)))


def _varint(number: int) -> bytes:
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    written.append(number)
    return bytes(written)


def _packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
