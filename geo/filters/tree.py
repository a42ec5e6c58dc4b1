"""A filter as a tree: the same for CQL2 text and CQL2 JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Final, TypeAlias

from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class Property:
    """A queryable by its name, as the client wrote it."""

    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Unicode form NFC."""

    value: str


@dataclass(frozen=True, slots=True)
class Number:
    """A finite, exact number."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Truth:
    """True or false."""

    value: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A date."""

    value: date


@dataclass(frozen=True, slots=True)
class Instant:
    """An instant in UTC."""

    value: datetime


@dataclass(frozen=True, slots=True)
class Open:
    """The end of an interval that has none."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From `start` to `end`, both included; each is a day, an instant, a property or open."""

    start: Node
    end: Node


@dataclass(frozen=True, slots=True)
class Shape:
    """A valid geometry in the CRS and axis order of the filter, in two dimensions."""

    geometry: BaseGeometry


@dataclass(frozen=True, slots=True)
class Box:
    """Lower and upper corner in the CRS and axis order of the filter."""

    lower: tuple[float, float]
    upper: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Array:
    """A list of values."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator or function of CQL2, by its name in small letters, with as many arguments as it takes."""

    name: str
    args: tuple[Node, ...]


Node: TypeAlias = Property | Text | Number | Truth | Day | Instant | Open | Interval | Shape | Box | Array | Operation


@dataclass(frozen=True, slots=True)
class Filter:
    """What a client asks of each feature."""

    root: Node

    def operations(self) -> Iterator[str]:
        """The names of its operators and functions."""
        return _operations(self.root)


def _operations(node: Node) -> Iterator[str]:
    children: tuple[Node, ...] = ()
    match node:
        case Operation(name, children):
            yield name
        case Array(children):
            pass
    for child in children:
        yield from _operations(child)


_MANY: Final = 1_000_000
_SPATIAL: Final = ("intersects", "equals", "disjoint", "touches", "within", "overlaps", "crosses", "contains")
_TEMPORAL: Final = (
    *("after", "before", "contains", "disjoint", "during", "equals", "finishedby", "finishes", "intersects", "meets"),
    *("metby", "overlappedby", "overlaps", "startedby", "starts"),
)
_SETS: Final = ("equals", "contains", "containedby", "overlaps")
_OF_TWO: Final = (
    *("=", "<>", "<", ">", "<=", ">=", "like", "in", "+", "-", "*", "/", "%", "div", "^"),
    *(f"s_{name}" for name in _SPATIAL),
    *(f"t_{name}" for name in _TEMPORAL),
    *(f"a_{name}" for name in _SETS),
)
ARITY: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        **dict.fromkeys(("and", "or"), (2, _MANY)),
        **dict.fromkeys(("not", "isnull", "casei", "accenti"), (1, 1)),
        **dict.fromkeys(_OF_TWO, (2, 2)),
        "between": (3, 3),
    }
)
"""Every operator and function that is offered, with the least and the greatest number of its arguments."""
