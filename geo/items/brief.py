"""The brief of a collection: a narrow table of its current rows, in which these are found, counted and sorted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_NAMED: Final = re.compile(r"\b([av])\.(\w+)")


@dataclass(frozen=True, slots=True)
class Brief:
    """What stands behind FROM instead of the rows of a source, under the same name `v`, and the columns that it has.

    The source reads the brief as `n` beside its rows, since features are made of columns that it `lends`. What is found
    in the brief may take them along: the rows are then read `without` it.
    """

    relation: str
    columns: frozenset[str]
    lends: tuple[str, ...]
    without: str

    def beside(self, found: str) -> str:
        """What stands behind FROM for the rows of the source and, as `h`, those `found` with what is lent."""
        lent = ", ".join(f"h.{column}" for column in self.lends)
        return f"{found} AS h CROSS JOIN LATERAL (SELECT {lent}) AS n JOIN {self.without}"

    def holds(self, *texts: str) -> bool:
        """Whether conditions or sort keys, as SQL of our own over `v` and `a`, need nothing but the brief."""
        return all(alias == "v" and column in self.columns for text in texts for alias, column in _NAMED.findall(text))
