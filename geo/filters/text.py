"""CQL2 text: read by the library `cql2`, one bracket at a time.

The library's time doubles with each bracket that stands alone, and its stack ends the process before 2,500 of them
(measured with 0.6.0). So it never sees one: what is in such brackets is cut out and read by itself. It sees no name and
no literal of the request either, save coordinates: each is held back here and stands in the text as `x0`, `x1`, ...
That keeps numbers exact, and only words of the grammar and functions that are offered ever reach it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

import cql2

from geo.filters.building import Builder, number, unknown_function
from geo.filters.building import text as text_of
from geo.filters.limits import Limits, bad
from geo.filters.moments import day, instant
from geo.filters.scanning import GEOMETRIES, Sort, Token, plain, scan
from geo.filters.tree import ARITY, Array, Filter, Node, Property

_FUNCTIONS: Final = frozenset(
    {"INTERVAL", *(name.upper() for name in ARITY if re.match(r"[sta]_|casei|accenti", name))}
)
_WORDS: Final = frozenset({"AND", "OR", "NOT", "IN", "BETWEEN", "LIKE", "IS", "NULL", "TRUE", "FALSE", "DIV"})
_MOMENTS: Final[Mapping[str, Callable[[str], Node]]] = {"DATE": day, "TIMESTAMP": instant}
_HELD: Final = re.compile(r"x[0-9]+")
_SIGNS: Final = frozenset("+-")
_COLUMN: Final = re.compile(r"--> \d+:(\d+)")

_Part = tuple[str, int]
"""What the library reads, and where it stands in the filter."""


@dataclass(slots=True)
class _Bracket:
    """An open bracket: what it is of, and its elements so far."""

    of: str
    elements: list[list[_Part]] = field(default_factory=lambda: [[]])


@dataclass(frozen=True, slots=True)
class _Group:
    """What stood in brackets alone: an expression, or an array."""

    elements: Sequence[list[_Part]]


def read_text(text: str, limits: Limits) -> Filter:
    """The filter of a CQL2 text. Raises BadRequest."""
    return _Reader(scan(text, limits), limits).read()


class _Reader:
    def __init__(self, tokens: list[Token], limits: Limits) -> None:
        self._tokens = tokens
        self._place = 0
        self._held: list[Node | _Group] = []
        self._open = [_Bracket("")]
        self._builder = Builder(limits, self._resolve)

    def read(self) -> Filter:
        while self._place < len(self._tokens):
            self._take(self._next())
        return Filter(self._expression(self._open[0].elements[0], 0))

    def _next(self) -> Token:
        self._place += 1
        return self._tokens[self._place - 1]

    def _peek(self, ahead: int = 0) -> str:
        place = self._place + ahead
        return self._tokens[place].word if place < len(self._tokens) else ""

    def _put(self, word: str, at: int) -> None:
        self._open[-1].elements[-1].append((word, at))

    def _hold(self, part: Node | _Group, at: int) -> None:
        self._put(f"x{len(self._held)}", at)
        self._held.append(part)

    def _take(self, token: Token) -> None:
        match token.sort:
            case Sort.STRING:
                self._hold(text_of(token.text), token.at)
            case Sort.NUMBER:
                self._hold(number(Decimal(plain(token.text))), token.at)
            case Sort.QUOTED:
                self._hold(Property(token.text), token.at)
            case Sort.WORD:
                self._take_word(token)
            case Sort.MARK:
                self._take_mark(token)

    def _take_word(self, token: Token) -> None:
        called = self._peek() == "("
        if token.word in _WORDS:
            self._put(token.word, token.at)
        elif token.word in GEOMETRIES and (called or (self._peek() == "Z" and self._peek(1) == "(")):
            self._take_geometry(token)
        elif not called:
            self._hold(Property(token.text), token.at)
        elif token.word in _MOMENTS:
            self._take_moment(token)
        elif token.word in _FUNCTIONS:
            self._put(token.word, token.at)
        else:
            raise unknown_function(token.text)

    def _take_moment(self, token: Token) -> None:
        words = self._tokens[self._place : self._place + 3]
        if [one.word for one in words] != ["(", "", ")"] or words[1].sort is not Sort.STRING:
            raise bad(f"{token.word} at {token.at} takes one text in quotes.")
        self._place += 3
        self._hold(_MOMENTS[token.word](words[1].text), token.at)

    def _take_geometry(self, token: Token) -> None:
        """A geometry stays as it is: only numbers and the words of geometries are in it."""
        self._put(token.word, token.at)
        opened = 0
        while opened or self._peek() != ")":
            if self._place == len(self._tokens):
                return
            inner = self._next()
            opened += (inner.word == "(") - (inner.word == ")")
            signed = inner.word in _SIGNS and self._is_number(self._place)
            if signed or inner.sort is Sort.NUMBER:
                sign = inner.word.strip("+")
                self._put(sign + plain((self._next() if signed else inner).text), inner.at)
            elif inner.word in GEOMETRIES or inner.word in {"(", ")", ",", "Z"}:
                self._put(inner.word, inner.at)
            else:
                raise bad(f"The geometry at {token.at} has {inner.text[:40]!r}, which is no part of one.")
            if inner.word == ")" and not opened:
                return

    def _take_mark(self, token: Token) -> None:
        match token.word:
            case "(":
                self._open.append(_Bracket(self._before()))
            case ")":
                self._close(token.at)
            case "," if len(self._open) > 1:
                self._open[-1].elements.append([])
            case "+" if self._is_number(self._place) and not self._follows_operand():
                pass
            case _:
                self._put(token.word, token.at)

    def _is_number(self, place: int) -> bool:
        return place < len(self._tokens) and self._tokens[place].sort is Sort.NUMBER

    def _follows_operand(self) -> bool:
        words = self._open[-1].elements[-1]
        return bool(words) and (words[-1][0] == ")" or words[-1][0].startswith("x"))

    def _before(self) -> str:
        """What an opening bracket belongs to: a function, IN, or nothing."""
        words = self._open[-1].elements[-1]
        before = words[-1][0] if words else ""
        return before if before == "IN" or before in _FUNCTIONS else ""

    def _close(self, at: int) -> None:
        bracket = self._open.pop()
        elements = [] if bracket.elements == [[]] else bracket.elements
        if not all(elements):
            raise bad(f"The brackets that close at {at} hold nothing between commas.")
        if not bracket.of:
            self._hold(_Group(elements), at)
            return
        self._put("(", at)
        for place, element in enumerate(elements):
            if place:
                self._put(",", at)
            self._element(element, alone=bracket.of == "IN")
        self._put(")", at)

    def _element(self, element: list[_Part], *, alone: bool) -> None:
        """An element of a list; the brackets of IN stand alone for the library too, so that none may nest in them."""
        if alone and len(element) > 1:
            self._hold(_Group([element]), element[0][1])
        else:
            self._open[-1].elements[-1].extend(element)

    def _resolve(self, name: str, depth: int, array: bool) -> Node:
        if not _HELD.fullmatch(name):
            raise bad(f"The word {name} stands where a value is asked.")
        held = self._held[int(name[1:])]
        if not isinstance(held, _Group):
            return held
        if len(held.elements) == 1 and not array:
            return self._expression(held.elements[0], depth)
        return Array(tuple(self._expression(one, depth + 1) for one in held.elements))

    def _expression(self, parts: list[_Part], depth: int) -> Node:
        return self._builder.node(_parsed(parts), depth)


def _parsed(parts: list[_Part]) -> Any:  # noqa: ANN401 - CQL2 JSON
    """What the library makes of a text without brackets that stand alone, as CQL2 JSON."""
    if not parts:
        raise bad("The filter is empty.")
    text = " ".join(word for word, _ in parts)
    try:
        return cql2.parse_text(text).to_json()
    except Exception as cause:  # the library raises its own and plain ones
        raise bad(f"The filter is not valid CQL2 text at {_where(str(cause), parts)}.") from cause


def _where(message: str, parts: list[_Part]) -> int:
    """Where in the filter the library stopped: it tells the column of the text that it read."""
    told = _COLUMN.search(message)
    column = int(told[1]) if told else 1
    at = parts[0][1]
    for word, place in parts:
        if column <= 0:
            break
        at, column = place, column - len(word) - 1
    return at
