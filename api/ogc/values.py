"""How the texts of the OGC parameters become values."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from enum import StrEnum
from typing import Final, TypeVar

from geo.errors import BadRequest

Code = TypeVar("Code", bound=StrEnum)
_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_WHOLE: Final = re.compile(r"0*(\d+)", re.ASCII)
_BEYOND: Final = 10**9  # above every row and column, and within the database's integers


def corners(text: str) -> tuple[float, float, float, float]:
    """Four plain numbers, or six of which the heights are left out, in the axis order of their system."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) not in {4, 6} or not all(_NUMBER.fullmatch(part) for part in parts):
        raise BadRequest("A bbox is four (or six) plain numbers: west,south,east,north in degrees.", parameter="bbox")
    numbers = [float(part) for part in parts]
    if not all(math.isfinite(number) for number in numbers):
        raise BadRequest("A bbox has finite numbers.", parameter="bbox")
    if len(numbers) == 6 and numbers[2] > numbers[5]:
        raise BadRequest("A bbox with heights has its lowest below its highest.", parameter="bbox")
    first, second, third, fourth = numbers if len(numbers) == 4 else (*numbers[:2], *numbers[3:5])
    return first, second, third, fourth


def whole(text: str) -> int | None:
    """The whole number that a text of digits is, a billion for one of more than nine; None for any other text."""
    found = _WHOLE.fullmatch(text)
    if not found:
        return None
    return int(found[1]) if len(found[1]) < 10 else _BEYOND


def limit(text: str) -> int:
    """A whole number from 1, of at most nine digits: what is above the most stands for the most."""
    number = whole(text) if len(text) < 10 else None
    if not number:
        raise BadRequest("The limit is a whole number from 1, of at most nine digits.", parameter="limit")
    return number


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


def names(text: str) -> tuple[str, ...]:
    """Names joined by commas, each once, in their order."""
    parts = tuple(part.strip() for part in text.split(","))
    if "" in parts or len(set(parts)) != len(parts) or len(parts) > 100:
        raise BadRequest("Give 1 to 100 different names, joined by commas.")
    return parts


def sort_order(text: str) -> tuple[tuple[str, bool], ...]:
    """Names joined by commas, each with whether it descends: `-` before it says so, `+` (or its blank) does not."""
    parts = [part if part[:1] in {"+", "-", " "} else f"+{part}" for part in text.split(",")]
    order = tuple((part[1:].strip(), part[0] == "-") for part in parts)
    if len(order) > 4 or "" in dict(order) or len(dict(order)) != len(order):
        raise BadRequest("Give 1 to 4 different names, joined by commas, with '-' before one that descends.")
    return order


def one_of(*known: str) -> Callable[[str], str]:
    """One of the known words."""

    def read(text: str) -> str:
        if text not in known:
            raise BadRequest(f"Give one of {', '.join(known)}.")
        return text

    return read
