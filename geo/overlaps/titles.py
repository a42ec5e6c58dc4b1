"""Titles of works, compared as a person would: whatever their case and marks, and phase 1 is not phase 2."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_PART: Final = re.compile(r"\s*:\s*|\s+[-–—]\s*|[-–—]\s+")
_ROMAN: Final = re.compile(r"(?=.)X{0,3}(?:IX|IV|V?I{0,3})")
_VALUES: Final = {"I": 1, "V": 5, "X": 10}


def likeness(one: str, other: str) -> float:
    """The share of trigrams that two titles have in common, 0..1, without regard to case, diacritics and punctuation.

    Source: pg_trgm, `similarity`; two spaces stand before each word and one behind.
    """
    first, second = _trigrams(one), _trigrams(other)
    return len(first & second) / len(first | second) if first and second else 0.0


def alike(one: str, other: str, whole: float = 0.0) -> float:
    """The likeness of two titles, or `whole` where that is more.

    Where both name the same thing and then what is done to it ("Hospital: roof", "Hospital: lift"), that of the rest.
    A single word ("Harlem") is the name of a place and says nothing of a work: nothing is like it.
    """
    if _is_name(one) and _is_name(other):
        return 0.0
    (name, *rest), (other_name, *other_rest) = (_PART.split(title.strip(), maxsplit=1) for title in (one, other))
    if rest and other_rest and likeness(name, other_name) == 1:
        return likeness(rest[0], other_rest[0])
    return max(whole, likeness(one, other))


def marks(title: str) -> frozenset[str]:
    """What tells parts of a programme apart: numbers, however written, with letters (2A), and single letters."""
    return frozenset(mark for word in _WORD.findall(unicodedata.normalize("NFKC", title)) for mark in _marks_of(word))


def _is_name(title: str) -> bool:
    """One word alone, in a script that puts spaces between words."""
    bare = _bare(title).strip()
    return bare.isascii() and len(_WORD.findall(bare)) == 1


def _marks_of(word: str) -> list[str]:
    if digits := re.findall(r"\d+", word):
        numbers = [str(int(number)) for number in digits]
        return numbers if word.isdigit() else [*numbers, word.casefold()]
    if word.isupper() and _ROMAN.fullmatch(word):
        return [str(_roman(word))]
    return [word.casefold()] if len(word) == 1 and word.isascii() and word.isupper() else []


def _roman(word: str) -> int:
    values = [_VALUES[letter] for letter in word]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def _trigrams(title: str) -> set[str]:
    return {f"  {word} "[place : place + 3] for word in _WORD.findall(_bare(title)) for place in range(len(word) + 1)}


def _bare(title: str) -> str:
    """Lower case without diacritics; Vietnamese đ is a letter of its own and has none to lose."""
    parts = unicodedata.normalize("NFKD", title.casefold()).replace("đ", "d")
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
