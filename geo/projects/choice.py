"""What a reader of the pages chooses: codes of a list, and whether works without a code are meant too."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from geo.items import Where
from geo.projects.selection import Selection, where


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes of one code list; `not_entered` also chooses the projects without a code."""

    codes: frozenset[str]
    not_entered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A selection, narrowed by status and category; None does not narrow."""

    selection: Selection = field(default_factory=Selection)
    statuses: Codes | None = None
    categories: Codes | None = None


def chosen(choice: Choice, *first: Any) -> Where:  # noqa: ANN401 - bound parameters
    """The choice as SQL over `v` (project_now), with `first` bound before it as $1, $2, ..."""
    clause = where(choice.selection, *first)
    for column, codes in (("status", choice.statuses), ("category", choice.categories)):
        if codes is not None:
            among = f"v.{column} = ANY ({clause.bind(sorted(codes.codes))}::text[])"
            clause.add(f"({among} OR v.{column} IS NULL)" if codes.not_entered else among)
    return clause
