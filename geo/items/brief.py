"""The brief of a collection: a narrow table of its current rows, in which these are found, counted and sorted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_NAMED: Final = re.compile(r"\b([av])\.(\w+)")


@dataclass(frozen=True, slots=True)
class Brief:
    """What stands behind FROM instead of the rows of a source, under the same name `v`, and the columns that it has."""

    relation: str
    columns: frozenset[str]

    def holds(self, *texts: str) -> bool:
        """Whether conditions or sort keys, as SQL of our own over `v` and `a`, need nothing but the brief."""
        return all(alias == "v" and column in self.columns for text in texts for alias, column in _NAMED.findall(text))
