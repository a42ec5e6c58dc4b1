"""From the objects of CQL2 JSON to the tree of a filter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from geo.errors import BadRequest
from geo.filters.limits import Limits, bad, too_deep, too_many
from geo.filters.moments import day, instant, moment
from geo.filters.shapes import KINDS, Shapes, box
from geo.filters.tree import ARITY, Array, Day, Instant, Interval, Node, Number, Open, Operation, Property, Text, Truth

_POWERS: Final = 30
_DIGITS: Final = 40
_WILDCARD: Final = re.compile(r"\\.|[%_]", re.DOTALL)

Resolve = Callable[[str, int, bool], Node]
"""What a property's name stands for, at a depth, where an array is wanted or not."""


class Builder:
    """Builds the tree of one filter, and counts its nodes."""

    def __init__(self, limits: Limits, resolve: Resolve | None = None) -> None:
        self._limits = limits
        self._resolve = resolve or _property
        self._shapes = Shapes(limits)
        self._nodes = 0

    def node(self, value: Any, depth: int = 0, *, array: bool = False) -> Node:  # noqa: ANN401 - what a client sent
        """The node of a value of CQL2 JSON; `array` says that a list is wanted. Raises BadRequest."""
        self._count(depth)
        match value:
            case bool():
                return Truth(value)
            case int() | float() | Decimal():
                return number(value)
            case str():
                return text(value)
            case list():
                return Array(tuple(self.node(one, depth + 1) for one in value))
            case Mapping():
                return self._object(value, depth, array=array)
        raise bad("NULL is no value to compare with: ask IS NULL.")

    def _count(self, depth: int) -> None:
        self._nodes += 1
        if self._nodes > self._limits.nodes:
            raise too_many(self._limits)
        if depth > self._limits.depth:
            raise too_deep(self._limits)

    def _object(self, value: Mapping[str, Any], depth: int, *, array: bool) -> Node:
        match value:
            case {"property": str(name), **more} if not more:
                return self._resolve(name, depth, array)
            case {"op": str(name), "args": list(args), **more} if not more:
                return self._operation(name, args, depth + 1)
            case {"interval": [start, end], **more} if not more:
                return interval(self.node(start, depth + 1), self.node(end, depth + 1))
            case {"date": _} | {"timestamp": _}:
                return _moment(value)
            case {"bbox": corners, **more} if not more:
                return box(corners)
            case {"type": str(kind)} if kind in KINDS:
                return self._shapes.shape(value)
        raise bad("An object of the filter is none that CQL2 JSON knows.")

    def _operation(self, name: str, args: list[Any], depth: int) -> Node:
        key = name.lower()
        if key not in ARITY:
            raise unknown_function(name)
        fewest, most = ARITY[key]
        if not fewest <= len(args) <= most:
            raise bad(f"{key.upper()} takes {fewest} argument{'s' * (fewest > 1)}, not {len(args)}.")
        nodes = tuple(self.node(one, depth, array=key.startswith("a_")) for one in args)
        if key == "like":
            self._pattern(nodes[1])
        return _negated(nodes) if key == "*" else Operation(key, nodes)

    def _pattern(self, node: Node) -> None:
        while isinstance(node, Operation) and node.name in {"casei", "accenti"}:
            node = node.args[0]
        if not isinstance(node, Text):
            raise bad("The pattern of LIKE is a text, or CASEI or ACCENTI of one.")
        if node.value.replace("\\\\", "").endswith("\\"):
            raise bad("The pattern of LIKE ends with a backslash that escapes nothing.")
        if sum(found in "%_" for found in _WILDCARD.findall(node.value)) > self._limits.wildcards:
            raise bad(f"The pattern of LIKE has at most {self._limits.wildcards} wildcards.")


def text(value: str) -> Text:
    """A text in Unicode form NFC, as the store's are. Raises BadRequest where the store can hold no such text."""
    if "\0" in value:
        raise bad("The filter holds the character U+0000.")
    return Text(unicodedata.normalize("NFC", value))


def number(value: float | Decimal) -> Number:
    """A number, exact: of a float the shortest text that reads as it. Raises BadRequest."""
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite() or (exact and abs(exact.adjusted()) > _POWERS) or len(exact.as_tuple().digits) > _DIGITS:
        raise bad(f"A number of the filter has at most {_DIGITS} digits and lies between 1e-{_POWERS} and 1e{_POWERS}.")
    return Number(exact)


def _moment(value: Mapping[str, Any]) -> Node:
    match value:
        case {"date": str(told), **more} if not more:
            return day(told)
        case {"timestamp": str(told), **more} if not more:
            return instant(told)
    raise bad("A date or timestamp of the filter is a text.")


def interval(start: Node, end: Node) -> Interval:
    """An interval; its literal ends may be texts. Raises BadRequest."""
    first, last = _end(start), _end(end)
    if isinstance(first, Day | Instant) and isinstance(last, Day | Instant):
        if type(first) is not type(last):
            raise bad("An interval has two dates or two timestamps, not one of each.")
        if _later(first, last):
            raise bad("An interval begins before it ends.")
    return Interval(first, last)


def _later(first: Day | Instant, last: Day | Instant) -> bool:
    return first.value.isoformat() > last.value.isoformat()


def _end(node: Node) -> Node:
    if isinstance(node, Text):
        return Open() if node.value == ".." else moment(node.value)
    if not isinstance(node, Property | Day | Instant):
        raise bad("An interval's end is a date, a timestamp, '..' or a property.")
    return node


def unknown_function(name: str) -> BadRequest:
    """A function that is not offered."""
    return bad(f"The function {name[:60]!r} is not offered.")


def _property(name: str, _depth: int, _array: bool) -> Node:
    return Property(name)


def _negated(args: tuple[Node, ...]) -> Node:
    """A product; one with -1 is how a minus before a literal is told."""
    match args:
        case (Number(sign), Number(value)) if sign == -1:
            return Number(-value)
    return Operation("*", args)
