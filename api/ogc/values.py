"""How the texts of the OGC parameters become values."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Final, TypeVar

from geo.errors import BadInput, BadRequest
from geo.values import Bbox

Code = TypeVar("Code", bound=StrEnum)
_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_WHOLE: Final = re.compile(r"\d{1,9}", re.ASCII)


def bbox(text: str) -> Bbox:
    """Four numbers, or six of which the heights are left out: west, south, (low,) east, north (, high); CRS84."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) not in {4, 6} or not all(_NUMBER.fullmatch(part) for part in parts):
        raise BadRequest("A bbox is four (or six) plain numbers: west,south,east,north in degrees.", parameter="bbox")
    numbers = [float(part) for part in parts]
    west, south, east, north = numbers if len(numbers) == 4 else (*numbers[:2], *numbers[3:5])
    try:
        return Bbox(west, south, east, north)
    except BadInput as cause:
        raise BadRequest(str(cause), parameter="bbox") from cause


def limit(maximum: int) -> Callable[[str], int]:
    """A whole number from 1; above the maximum it is the maximum."""

    def read(text: str) -> int:
        if not _WHOLE.fullmatch(text) or int(text) < 1:
            raise BadRequest(f"The limit is a whole number from 1 to {maximum}.", parameter="limit")
        return min(int(text), maximum)

    return read


def codes(kind: type[Code]) -> Callable[[str], frozenset[Code]]:
    """Codes of a list, joined by commas."""

    def read(text: str) -> frozenset[Code]:
        try:
            return frozenset(kind(part.strip()) for part in text.split(","))
        except ValueError as cause:
            raise BadRequest(f"Known codes are {', '.join(kind)}.") from cause

    return read


def texts(text: str) -> frozenset[str]:
    """Texts joined by commas, at most 100."""
    parts = frozenset(part.strip() for part in text.split(","))
    if len(parts) > 100 or "" in parts:
        raise BadRequest("Give 1 to 100 values, joined by commas.")
    return parts


def truth(text: str) -> bool:
    """`true` or `false`."""
    if text not in {"true", "false"}:
        raise BadRequest("Give true or false.")
    return text == "true"
