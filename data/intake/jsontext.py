"""JSON as strictly as a public body's machine can be asked for: nothing ambiguous, nothing a database cannot keep.

Refused are: a member that stands twice, NaN and Infinity, U+0000, lone surrogates, numbers of more than 40 characters,
too many members, numbers or parts in one value, and more levels than 32.
"""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, BinaryIO, Final, cast

from data.intake.findings import Unreadable, pointer
from data.readers.jsonwindow import JsonWindow, twice
from geo.errors import BadInput

DEPTH: Final = 32
MEMBERS: Final = 50_000
NUMBERS: Final = 400_000
"""Of one project; 100,000 positions with heights are within it."""
PARTS: Final = 1_000_000
"""Commas and brackets of one value, which bound what it takes in memory."""
DIGITS: Final = 40
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")
LONGEST_LINE: Final = 16 * 2**20
"""Bytes of one project."""


class StrictDecoder(json.JSONDecoder):
    """Decodes one value at a time, and counts what it holds anew for each."""

    def __init__(self) -> None:
        super().__init__(
            parse_float=self._number,
            parse_int=self._integer,
            parse_constant=_constant,
            object_pairs_hook=self._object,
        )
        self._members = self._numbers = 0

    def raw_decode(self, s: str, idx: int = 0) -> tuple[Any, int]:
        """The value that begins there, and where it ends."""
        self._members = self._numbers = 0
        value, end = super().raw_decode(s, idx)
        _must_be_few(s, idx, end)
        return value, end

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        self._members += len(pairs)
        if self._members > MEMBERS:
            raise Unreadable(f"A value has at most {MEMBERS:,} members.", rule="json.size")
        members = dict(pairs)
        if len(members) < len(pairs):
            raise Unreadable(f"The member {twice(pairs)[:80]!r} stands twice in one object.", rule="json.duplicate")
        return members

    def _number(self, text: str) -> Decimal:
        self._count(text)
        return Decimal(text)

    def _integer(self, text: str) -> int:
        self._count(text)
        return int(text)

    def _count(self, text: str) -> None:
        self._numbers += 1
        if self._numbers > NUMBERS:
            raise Unreadable(f"A value has at most {NUMBERS:,} numbers.", rule="json.size")
        if len(text) > DIGITS or len(text.lower().partition("e")[2].lstrip("+-")) > 3:
            raise Unreadable(
                f"A number has at most {DIGITS} characters, 3 of them in its exponent.", rule="json.number"
            )


def one_value(body: bytes) -> Any:  # noqa: ANN401 - any JSON
    """The value that a body is. Raises Unreadable."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as cause:
        raise _not_text() from cause
    _must_be_few(text)
    try:
        value = StrictDecoder().decode(text)
    except json.JSONDecodeError as cause:
        raise Unreadable(f"The body is not JSON: {cause.msg}, at character {cause.pos}.") from cause
    except RecursionError:
        raise _too_deep() from None
    check_storable(value)
    return value


def lines(file: BinaryIO) -> Iterator[tuple[int, Any]]:
    """The values of a text of JSON lines, each with its number from 1; empty lines are left out. Raises Unreadable."""
    for number, line in enumerate(_split(file), 1):
        if line.strip(b" \t\r\n"):
            try:
                yield number, one_value(line)
            except Unreadable as fault:
                first = fault.findings[0]
                message = f"Line {number}: {first.message}"
                raise Unreadable(message, pointer=first.pointer, rule=first.rule) from fault


def window(file: BinaryIO) -> JsonWindow:
    """A strict window over a text that is too long to be held. What it raises goes through `reading`."""
    text = codecs.getreader("utf-8")(file)  # other than io's, it leaves the file open when it goes
    return JsonWindow(cast(io.TextIOBase, text), StrictDecoder(), longest=LONGEST_LINE, judge=_must_be_few)


class reading:  # noqa: N801 - used as a statement
    """A block that reads from a window: its faults become Unreadable."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, fault: BaseException | None, trace: object) -> None:
        if isinstance(fault, UnicodeDecodeError):
            raise _not_text() from fault
        if isinstance(fault, BadInput):
            raise Unreadable(str(fault)) from fault


def check_storable(value: Any) -> None:  # noqa: ANN401 - any JSON
    """Raises Unreadable, with a pointer, for more levels than there may be and for texts that no database keeps."""
    path: list[str | int] = [""]
    walks: list[Iterator[tuple[str | int, Any]]] = [iter([("", value)])]
    while walks:
        step = next(walks[-1], None)
        if step is None:
            walks.pop()
            path.pop()
            continue
        path[-1], found = step
        inner = _checked(found, path)
        if inner is not None:
            walks.append(inner)
            path.append("")


def _checked(found: Any, path: Sequence[str | int]) -> Iterator[tuple[str | int, Any]] | None:  # noqa: ANN401
    """Check a value, and give what is in it. `path` begins with an empty name."""
    name = path[-1]
    if isinstance(name, str):
        _check_text(name, path[1:-1])
    if isinstance(found, str):
        _check_text(found, path[1:])
        return None
    if not isinstance(found, list | dict):
        return None
    if len(path) > DEPTH:
        raise _too_deep(pointer(*path[1:]))
    return enumerate(found) if isinstance(found, list) else iter(found.items())


def _check_text(text: str, path: Sequence[str | int]) -> None:
    if text.isascii() and "\0" not in text:
        return
    if _UNSTORABLE.search(text):
        place = _plain(pointer(*path))
        raise Unreadable("A text has U+0000 or half of a surrogate pair.", pointer=place, rule="json.text")


def _must_be_few(text: str, begin: int = 0, end: int | None = None) -> None:
    if sum(text.count(sign, begin, end) for sign in ",[{") > PARTS:
        raise Unreadable(f"A value has at most {PARTS:,} commas and brackets, or does not end.", rule="json.size")


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "?")


def _split(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            raise Unreadable(f"A line has at most {LONGEST_LINE // 2**20} MiB.", rule="json.size")
        yield line


def _constant(text: str) -> float:
    raise Unreadable(f"{text} is not JSON.", rule="json.number")


def _not_text() -> Unreadable:
    return Unreadable("The body is not UTF-8.", rule="json.text")


def _too_deep(place: str = "") -> Unreadable:
    return Unreadable(f"The JSON has more than {DEPTH} levels.", pointer=place, rule="json.depth")
