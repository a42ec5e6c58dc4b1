"""Letters for vector maps: signed distance fields of Noto Sans (OFL.txt), made by `tools/glyphs/make.py`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

FONT: Final = "Noto Sans Regular"
RANGE: Final = 256
"""Code points of a file."""
LAST: Final = 65_535
_FOLDER: Final = Path(__file__).parent
_STACKS, _NAME, _SPAN = b"\x0a", b"\x0a", b"\x12"
"""Fields of MapLibre's `glyphs.proto`: the stacks of the message; the name and the range of a stack."""


@cache
def glyphs(first: int) -> bytes:
    """The glyphs of the 256 code points from `first` on, as protobuf; without any where the font has none there."""
    span = f"{first}-{first + RANGE - 1}"
    path = _FOLDER / f"{span}.pbf"
    return path.read_bytes() if path.is_file() else _empty(span)


def _empty(span: str) -> bytes:
    parts = ((_NAME, FONT.encode()), (_SPAN, span.encode()))
    stack = b"".join(field + bytes([len(content)]) + content for field, content in parts)
    return _STACKS + bytes([len(stack)]) + stack
