"""Make the glyphs that the map's labels are drawn with: signed distance fields, in the form that MapLibre reads.

    npm pack @fontsource/noto-sans@5.3.0 && tar xzf fontsource-noto-sans-5.3.0.tgz
    python -m venv made && made/bin/pip install freetype-py==2.5.1
    made/bin/python tools/glyphs/make.py package maps/glyphs

Noto Sans is under the SIL Open Font License, and so is what is made of it; its text is kept beside the files. A file
has 256 code points: the message `glyphs` of MapLibre's `glyphs.proto`, whose field numbers are written out below. Where
a point lies on the outline the field has 192, and a pixel (of 24 to the em) away from it an eighth of 255 more or less.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import freetype

NAME = "Noto Sans Regular"
SUBSETS = ("latin", "latin-ext", "vietnamese")
RANGES = (0x0000, 0x0100, 0x0300, 0x1E00, 0x2000, 0x2100)
"""First code points of the ranges that names are written in; Hangul and the like are drawn by the browser itself."""
EM, BUFFER, SPREAD = 24, 3, 8
_FT_RENDER_SDF = 5
_OUTLINE, _STEEP = 191.25, 255 / 8


def varint(number: int) -> bytes:
    """A number as protobuf writes it."""
    written = bytearray()
    while number > 127:
        written.append(number & 127 | 128)
        number >>= 7
    return bytes([*written, number])


def numbered(field: int, number: int) -> bytes:
    """A field with a number."""
    return varint(field << 3) + varint(number)


def signed(field: int, number: int) -> bytes:
    """A field with a number that may be below nought."""
    return numbered(field, number * 2 if number >= 0 else -number * 2 - 1)


def lasting(field: int, content: bytes) -> bytes:
    """A field with bytes, a text or a message."""
    return varint(field << 3 | 2) + varint(len(content)) + content


def distance(value: int) -> int:
    """FreeType has 128 on the outline and 16 a pixel; the renderer wants 192 there and 32 a pixel."""
    return max(0, min(255, round(_OUTLINE + (value - 128) / 128 * SPREAD * _STEEP)))


def glyph(face: freetype.Face, code: int) -> bytes:
    """A glyph: its id, field, width, height, left, top (below the ascender) and advance, in pixels."""
    face.load_char(chr(code), freetype.FT_LOAD_NO_HINTING)
    slot = face.glyph
    ascender = round(face.ascender / face.units_per_EM * EM)
    told = numbered(1, code)
    advance = round(slot.linearHoriAdvance / 65536)
    if slot.outline.n_points == 0:
        return told + numbered(3, 0) + numbered(4, 0) + signed(5, 0) + signed(6, -ascender) + numbered(7, advance)
    slot.render(_FT_RENDER_SDF)
    bitmap, cut = slot.bitmap, SPREAD - BUFFER
    wide, high = bitmap.width - 2 * cut, bitmap.rows - 2 * cut
    rows = (bitmap.buffer[(row + cut) * bitmap.pitch + cut :][:wide] for row in range(high))
    field = bytes(distance(value) for row in rows for value in row)
    left, top = slot.bitmap_left + SPREAD, slot.bitmap_top - SPREAD - ascender
    size = numbered(3, wide - 2 * BUFFER) + numbered(4, high - 2 * BUFFER)
    return told + lasting(2, field) + size + signed(5, left) + signed(6, top) + numbered(7, advance)


def glyphs(faces: list[freetype.Face], first: int) -> Iterator[bytes]:
    """The glyphs of a range that any of the faces has."""
    for code in range(max(first, 32), first + 256):
        face = next((one for one in faces if one.get_char_index(code)), None)
        if face is not None:
            yield glyph(face, code)


def main(package: Path, target: Path) -> None:
    """Write the files of all ranges."""
    faces = [freetype.Face(str(package / "files" / f"noto-sans-{one}-400-normal.woff")) for one in SUBSETS]
    for face in faces:
        face.set_pixel_sizes(EM, EM)
    for first in RANGES:
        span = f"{first}-{first + 255}"
        parts = b"".join(lasting(3, one) for one in glyphs(faces, first))
        stack = lasting(1, NAME.encode()) + lasting(2, span.encode()) + parts
        (target / f"{span}.pbf").write_bytes(lasting(1, stack))
    shutil.copy(package / "LICENSE", target / "OFL.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
