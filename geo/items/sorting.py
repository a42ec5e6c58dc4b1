"""The order of features: by columns that may be null, then by key; and where a page of that order begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.items.where import Where


@dataclass(frozen=True, slots=True)
class SortKey:
    """A column to sort by, as SQL; `cast` is its SQL type. Nulls come last, in either direction.

    `unique` marks the columns of a collection's own key, which no row leaves empty.
    """

    expression: str
    cast: str
    descending: bool = False
    unique: bool = False

    @property
    def order(self) -> str:
        """The column in an ORDER BY clause."""
        return f"{self.expression}{' DESC NULLS LAST' if self.descending else ''}"

    def beyond(self, clause: Where, value: str | None) -> str:
        """The condition that a row comes after `value` by this column alone."""
        if value is None:
            return "false"
        behind = f"{self.expression} {'<' if self.descending else '>'} {self._bound(clause, value)}"
        return behind if self.unique else f"({behind} OR {self.expression} IS NULL)"

    def same(self, clause: Where, value: str | None) -> str:
        """The condition that a row has this value."""
        if value is None:
            return f"{self.expression} IS NULL"
        return f"{self.expression} = {self._bound(clause, value)}"

    def _bound(self, clause: Where, value: str) -> str:
        return f"{clause.bind(value)}::text::{self.cast}"


def begin_behind(clause: Where, keys: Sequence[SortKey], values: Sequence[str | None]) -> str:
    """The condition that a row comes behind the one that has these values, in the order of all the keys.

    Without values it is before every row.
    """
    if not values:
        return "true"
    ways = []
    for place, key in enumerate(keys):
        same = [before.same(clause, values[at]) for at, before in enumerate(keys[:place])]
        ways.append(" AND ".join([*same, key.beyond(clause, values[place])]))
    return ways[0] if len(ways) == 1 else f"({' OR '.join(f'({way})' for way in ways)})"
