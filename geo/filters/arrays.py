"""The array functions: arrays of texts, as sets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from geo.filters.queryables import Kind
from geo.filters.translating import Operator, Operators, Translation
from geo.filters.tree import Array, Node, Property

_TEMPLATES: Final = {
    "a_contains": "{a} @> {b}",
    "a_containedby": "{a} <@ {b}",
    "a_equals": "{a} @> {b} AND {a} <@ {b}",
    "a_overlaps": "{a} && {b}",
}


def _written(name: str, t: Translation, args: Sequence[Node]) -> str:
    indexed = _by_index(name, t, args)
    if indexed is not None:
        return indexed
    left, right = (t.sql(one, Kind.TEXT_ARRAY) for one in args)
    return f"({_TEMPLATES[name].format(a=left, b=right)})"


def _by_index(name: str, t: Translation, args: Sequence[Node]) -> str | None:
    """The condition where the property's index can tell it: any of the elements, or each of them."""
    match args:
        case (Property(property_name), Array(items)):
            shares = t.queryable(property_name).shares
            if shares and name == "a_overlaps":
                return f"({shares.format(array=t.array(items))})"
            if shares and items and name == "a_contains":
                return f"({' AND '.join(shares.format(array=t.array([one])) for one in items)})"
    return None


ARRAYS: Final[Operators] = {name: Operator(Kind.BOOLEAN, partial(_written, name)) for name in _TEMPLATES}
