"""The values of a filter as SQL: names looked up, kinds checked, every literal bound."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

from shapely.geometry.base import BaseGeometry

from geo.filters.limits import bad
from geo.filters.moments import day, instant
from geo.filters.queryables import Kind, Queryable, Queryables
from geo.filters.tree import (
    Array,
    Box,
    Day,
    Instant,
    Interval,
    Node,
    Number,
    Operation,
    Property,
    Shape,
    Text,
    Truth,
)  # fmt: skip

Bind: TypeAlias = Callable[[Any], str]
"""Binds a value; gives its placeholder, such as `$7`."""
Locate: TypeAlias = Callable[[BaseGeometry], BaseGeometry]
"""Brings a geometry of the filter's CRS to EPSG:4326, longitude first."""

CASTS: Final[Mapping[Kind, str]] = {
    Kind.TEXT: "text",
    Kind.NUMBER: "numeric",
    Kind.DATE: "date",
    Kind.INSTANT: "timestamptz",
    Kind.BOOLEAN: "boolean",
}
LITERALS: Final[Mapping[type[Any], Kind]] = {
    Text: Kind.TEXT,
    Number: Kind.NUMBER,
    Day: Kind.DATE,
    Instant: Kind.INSTANT,
    Truth: Kind.BOOLEAN,
    Interval: Kind.INTERVAL,
    Shape: Kind.GEOMETRY,
    Box: Kind.GEOMETRY,
    Array: Kind.TEXT_ARRAY,
}
TOLD: Final[Mapping[Kind, str]] = {
    Kind.TEXT: "a text",
    Kind.NUMBER: "a number",
    Kind.DATE: "a date",
    Kind.INSTANT: "a timestamp",
    Kind.BOOLEAN: "true or false",
    Kind.TEXT_ARRAY: "an array",
    Kind.GEOMETRY: "a geometry",
    Kind.INTERVAL: "an interval",
}


@dataclass(frozen=True, slots=True)
class Operator:
    """What an operator or function gives, and how it is written as SQL."""

    gives: Kind
    write: Callable[[Translation, Sequence[Node]], str]


Operators: TypeAlias = Mapping[str, Operator]


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """One filter on its way to SQL. Every method raises BadRequest where the filter asks for what cannot be."""

    operators: Operators
    queryables: Queryables
    bind: Bind
    locate: Locate
    today: date
    language: str = ""
    zone: str = "UTC"

    def queryable(self, name: str) -> Queryable:
        """The queryable of a name."""
        if name not in self.queryables:
            raise bad(f"There is no property {name[:60]!r}; there are {', '.join(sorted(self.queryables))}.")
        return self.queryables[name]

    def kind(self, node: Node) -> Kind:
        """What the value of a node is."""
        if isinstance(node, Property):
            return self.queryable(node.name).kind
        if isinstance(node, Operation):
            return self.operators[node.name].gives
        return LITERALS[type(node)]

    def told(self, node: Node) -> str:
        """A node in words, for a message."""
        kind = TOLD[self.kind(node)]
        if isinstance(node, Property):
            return f"the property {node.name!r} ({kind})"
        return f"{node.name.upper()} ({kind})" if isinstance(node, Operation) else kind

    def common(self, nodes: Sequence[Node]) -> Kind:
        """The kind of values that are to be compared: all of one; a literal text may be a date or a timestamp."""
        found: dict[Kind, Node] = {self.kind(one): one for one in nodes if not isinstance(one, Text)}
        found = found or {Kind.TEXT: nodes[0]}
        kind, first = next(iter(found.items()))
        if len(found) > 1:
            raise bad(f"{self.told(first)} cannot be compared with {self.told(list(found.values())[1])}.")
        if any(isinstance(one, Text) for one in nodes) and kind not in {Kind.TEXT, Kind.DATE, Kind.INSTANT}:
            raise bad(f"{self.told(first)} cannot be compared with a text.")
        return kind

    def sql(self, node: Node, kind: Kind) -> str:
        """The value of a node, which must be of this kind."""
        if isinstance(node, Text) and kind in {Kind.DATE, Kind.INSTANT}:
            node = day(node.value) if kind is Kind.DATE else instant(node.value)
        if self.kind(node) is not kind:
            raise bad(f"{self.told(node)} stands where {TOLD[kind]} is asked.")
        match node:
            case Property(name):
                return self.column(name)
            case Operation(name, args):
                return self.operators[name].write(self, args)
            case Text(value) | Number(value) | Day(value) | Instant(value) | Truth(value):
                return f"{self.bind(value)}::{CASTS[kind]}"
            case Array(items):
                return self.array(items)
        raise bad(f"{TOLD[kind]} cannot stand here.")

    def column(self, name: str) -> str:
        """The SQL of a queryable."""
        text = self.queryable(name).sql
        for place, value in (("{today}", self.today), ("{language}", self.language), ("{zone}", self.zone)):
            text = text.replace(place, self.bind(value)) if place in text else text
        return text

    def array(self, items: Sequence[Node]) -> str:
        """An array of texts."""
        if all(isinstance(one, Text) for one in items):
            return f"{self.bind([one.value for one in items if isinstance(one, Text)])}::text[]"
        return f"ARRAY[{', '.join(self.sql(one, Kind.TEXT) for one in items)}]::text[]"

    def condition(self, node: Node) -> str:
        """A node that is true or false."""
        return self.sql(node, Kind.BOOLEAN)
