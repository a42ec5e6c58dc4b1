"""A sliding window over JSON text: values are decoded one after the other, the whole text is never held."""

from __future__ import annotations

import io
import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from geo.errors import BadInput

BLOCK: Final = 2**19
LONGEST: Final = 64 * 2**20
"""Longest single value (one feature) in characters."""
_DIGITS: Final = 1_000
"""A whole number of as many digits stays a text."""
_BLANK: Final = " \t\r\n\x1e\ufeff"


def _number(text: str) -> float | Decimal | str:
    # A float keeps 15 digits of any decimal; beyond that only those it writes back unchanged are kept as one.
    number = float(text)
    if math.isinf(number):
        return text
    return number if len(text) < 16 or repr(number) == text else Decimal(text)


def _integer(text: str) -> int | str:
    return int(text) if len(text) < _DIGITS else text


def _constant(text: str) -> float:
    raise BadInput(f"{text} is not JSON.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise BadInput(f"The member {twice(pairs)!r} stands twice in one object.")
    return members


def twice(pairs: Iterable[tuple[str, Any]]) -> str:
    """The first name that stands more than once; one does."""
    counted = Counter(name for name, _ in pairs)
    return next(name for name, count in counted.items() if count > 1)


_DECODER: Final = json.JSONDecoder(
    parse_float=_number, parse_int=_integer, parse_constant=_constant, object_pairs_hook=_object
)


class JsonWindow:
    """Reads JSON values and punctuation from a text stream. All faults are BadInput.

    A value has at most `longest` characters; `judge` may raise at the sight of what is there of one that goes on.
    """

    def __init__(
        self,
        stream: io.TextIOBase,
        decoder: json.JSONDecoder = _DECODER,
        *,
        longest: int = LONGEST,
        judge: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._stream, self._text, self._at, self._ended = stream, "", 0, False
        self._decoder, self._longest, self._judge = decoder, longest, judge

    def peek(self) -> str:
        """The next character that is not blank (RS counts as blank); empty at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _BLANK:
                    return self._text[self._at]
                self._at += 1
            if not self._fill():
                return ""

    def take(self, sign: str) -> None:
        """Step over one expected character."""
        found = self.peek()
        if found != sign:
            raise BadInput(f"The JSON has {found!r} where {sign!r} was expected." if found else "The JSON breaks off.")
        self._at += 1

    def value(self) -> Any:  # noqa: ANN401
        """The next whole value."""
        self.peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if self._fill():
                    continue
                raise BadInput(f"The JSON is broken: {error.msg}.") from error
            except RecursionError:
                raise BadInput("The JSON is nested too deeply.") from None
            if end == len(self._text) and self._fill():  # a number may go on in the next block
                continue
            self._at = end
            return value

    def items(self) -> Iterator[Any]:
        """The values of the array that comes next, one by one."""
        self.take("[")
        if self.peek() == "]":
            self._at += 1
            return
        while True:
            yield self.value()
            if self.peek() != ",":
                break
            self._at += 1
        self.take("]")

    def members(self) -> Iterator[str]:
        """The names of the object that comes next; after each, the caller takes its value."""
        self.take("{")
        if self.peek() == "}":
            self._at += 1
            return
        while True:
            name = self.value()
            if not isinstance(name, str):
                raise BadInput("The JSON is broken: a member's name is a text.")
            self.take(":")
            yield name
            if self.peek() != ",":
                break
            self._at += 1
        self.take("}")

    def _fill(self) -> bool:
        """Add at least as much text as is left over, so that a long value is decoded few times."""
        if self._ended:
            return False
        left = self._text[self._at :]
        if len(left) > self._longest:
            raise BadInput(f"A JSON value is longer than {self._longest // 2**20} million characters, or is broken.")
        self._judge(left)
        more = self._stream.read(max(BLOCK, min(len(left), self._longest - len(left))))
        self._ended = not more
        self._text, self._at = left + more, 0
        return bool(more)
