"""How large a filter may be: checked before any parser sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geo.errors import BadRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The size of a filter: bytes of UTF-8, levels of nesting, words and literals, corners of its geometries.

    `wildcards` are those of one LIKE pattern. What recurses over a filter relies on `depth`: do not go above 100.
    """

    length: int = 8192
    depth: int = 32
    nodes: int = 500
    vertices: int = 1000
    wildcards: int = 10


LIMITS: Final = Limits()


def bad(message: str) -> BadRequest:
    """A filter that cannot be understood, or is too large."""
    return BadRequest(message[:1].upper() + message[1:], parameter="filter")


def fits(text: str, limits: Limits) -> None:
    """Raise BadRequest where the text is too long, or holds what no text of the store can hold."""
    if len(text) > limits.length:
        raise bad(f"A filter has at most {limits.length} bytes.")
    try:
        size = len(text.encode())
    except UnicodeEncodeError as cause:
        raise bad("The filter holds half of a character (a lone surrogate).") from cause
    if size > limits.length:
        raise bad(f"A filter has at most {limits.length} bytes; this one has {size}.")
    if "\0" in text:
        raise bad("The filter holds the character U+0000.")


def too_deep(limits: Limits) -> BadRequest:
    """A filter that nests too deep."""
    return bad(f"A filter nests at most {limits.depth} levels deep.")


def too_pointed(limits: Limits) -> BadRequest:
    """A filter whose geometries have too many corners."""
    return bad(f"The geometries of a filter have at most {limits.vertices} corners.")


def too_many(limits: Limits) -> BadRequest:
    """A filter of too many parts."""
    return bad(f"A filter has at most {limits.nodes} names, literals and operators.")
