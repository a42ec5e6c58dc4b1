"""What a reader of the pages chooses: codes of a list, and whether works without a code are meant too."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from geo.items import Where
from geo.projects.selection import Selection, demand_of_brief, is_in_brief


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes of one code list; `not_entered` also chooses the projects without a code."""

    codes: frozenset[str]
    not_entered: bool = False

    def as_counted(self) -> frozenset[str]:
        """The codes as counts name them: '' for not entered."""
        return self.codes | {""} if self.not_entered else self.codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A selection, narrowed by status and category; None does not narrow."""

    selection: Selection = field(default_factory=Selection)
    statuses: Codes | None = None
    categories: Codes | None = None

    def all_statuses(self) -> frozenset[str] | None:
        """The statuses that both the selection and the reader allow, as counts name them; None for all."""
        return _both(self.selection.statuses, self.statuses)

    def all_categories(self) -> frozenset[str] | None:
        """The same of the categories."""
        return _both(self.selection.categories, self.categories)


def chosen(choice: Choice, *first: Any) -> Where:  # noqa: ANN401 - bound parameters
    """The choice as SQL over the brief, with `first` bound before it as $1, $2, ...

    Raises ValueError for a selection that the brief does not hold.
    """
    if not is_in_brief(choice.selection):
        raise ValueError("The brief of the projects does not hold what is chosen by.")
    clause = Where(list(first))
    demand_of_brief(clause, choice.selection)
    for column, codes in (("status", choice.statuses), ("category", choice.categories)):
        if codes is not None:
            among = f"v.{column} = ANY ({clause.bind(sorted(codes.codes))}::text[])"
            clause.add(f"({among} OR v.{column} IS NULL)" if codes.not_entered else among)
    return clause


def _both(selected: frozenset[Any] | None, narrowed: Codes | None) -> frozenset[str] | None:
    given = None if selected is None else frozenset(str(code) for code in selected)
    if narrowed is None:
        return given
    codes = narrowed.as_counted()
    return codes if given is None else codes & given
