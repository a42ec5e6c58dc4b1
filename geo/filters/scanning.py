"""The tokens of CQL2 text, read in linear time; what is too deep or too large is found before any parser sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from typing import Final

from geo.filters.limits import Limits, bad, fits, too_deep, too_many, too_pointed


class Sort(Enum):
    """What a token is."""

    STRING = auto()
    NUMBER = auto()
    QUOTED = auto()
    WORD = auto()
    MARK = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A token; `text` is its value without quotes, a word's as it was written. `at` is its place, from 1."""

    sort: Sort
    text: str
    at: int

    @property
    def word(self) -> str:
        """A bare word in capitals, or a mark: what the grammar goes by; empty for all others."""
        return self.text.upper() if self.sort in {Sort.WORD, Sort.MARK} else ""


# In a string both '' and \' are a quote, where that lets it end; a backslash before another character is itself.
_TOKEN: Final = re.compile(
    r"\s*(?:'(?P<STRING>(?:''|\\'|[^'])*)'"
    r"|(?P<NUMBER>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r'|"(?P<QUOTED>[^"]*)"'
    r"|(?P<WORD>[^\W\d][\w.:]*|:[\w.:]+)"
    r"|(?P<MARK><=|>=|<>|[=<>()+\-*/%^,])"
    r"|(?P<END>\Z)|(?P<OTHER>.))",
    re.DOTALL,
)
GEOMETRIES: Final = frozenset(
    {"POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION", "BBOX"}
)
_SIGNS: Final = frozenset("+-")
_PREFIXES: Final = _SIGNS | {"NOT"}


def scan(text: str, limits: Limits) -> list[Token]:
    """The tokens of a text. Raises BadRequest where it is too long, too deep, of too many words, or none of CQL2."""
    fits(text, limits)
    return list(_bounded(_tokens(text), limits))


def plain(text: str) -> str:
    """A number's text without an exponent. Raises BadRequest where that would be long."""
    exact = Decimal(text)
    if exact and not -30 <= exact.adjusted() <= 30:
        raise bad("A number of the filter is at most 1e30, and at least 1e-30 or 0.")
    return format(exact, "f")


def _tokens(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        name = found.lastgroup or "END"
        at = found.start(name) + 1
        if name == "END":
            return
        if name == "OTHER":
            raise bad(f"The filter has {found[name]!r} at {at}, where CQL2 text has no such character.")
        value = re.sub(r"''|\\'", "'", found[name]) if name == "STRING" else found[name]
        yield Token(Sort[name], value, at)


def _bounded(tokens: Iterator[Token], limits: Limits) -> Iterator[Token]:
    """The tokens, counted as they come."""
    size = _Size(limits)
    for token in tokens:
        size.count(token)
        yield token
    if size.opened:
        raise bad("The filter opens a bracket that it does not close.")


class _Size:
    """How large a filter is so far; open brackets and what stands before an operand, such as NOT, nest."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._prefixes = self._nodes = self._corners = self.opened = 0
        self._geometry: int | None = None
        self._before = ("", "")

    def count(self, token: Token) -> None:
        word = token.word
        self._prefixes = self._prefixes + 1 if word in _PREFIXES else 0
        if word in {"(", ")"}:
            self._bracket(word, token.at)
        elif self._geometry is None:
            self._nodes += word != ","
        elif word in _SIGNS:
            return
        else:
            self._corners += self._before[1] in {"(", ","} and word != ","
        self._before = (self._before[1], word)
        self._check()

    def _check(self) -> None:
        if self.opened + self._prefixes > self._limits.depth:
            raise too_deep(self._limits)
        if self._nodes > self._limits.nodes:
            raise too_many(self._limits)
        if self._corners > self._limits.vertices:
            raise too_pointed(self._limits)

    def _bracket(self, word: str, at: int) -> None:
        self.opened += 1 if word == "(" else -1
        if self.opened < 0:
            raise bad(f"The filter closes a bracket at {at} that it did not open.")
        if self.opened == self._geometry:
            self._geometry = None
        of = self._before[0] if self._before[1] == "Z" else self._before[1]
        if word == "(" and self._geometry is None and of in GEOMETRIES:
            self._geometry = self.opened - 1
