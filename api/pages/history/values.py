"""What facts are called in a history, and how their values are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from api.pages.facts import accuracy_names, labels
from api.pages.history.naming import more_labels
from api.pages.site import Page
from geo.values import Money

MONEY: Final = {
    "original_budget": "original_budget_currency",
    "budget": "budget_currency",
    "contract_amount": "contract_currency",
}
"""Amounts, each with the fact that is its currency."""
DATES: Final = frozenset(
    {"original_start", "original_end", "planned_start", "planned_end", "actual_start", "actual_end"}
    | {"progress_as_of", "location_verified_on"}
)
_LONGEST: Final = 200
"""Characters of a text that are shown; the stored version has all of it."""


@dataclass(frozen=True, slots=True)
class Written:
    """Writes the facts of versions in a page's language."""

    page: Page
    names: Mapping[str, str]
    accuracies: Mapping[str, str]

    @classmethod
    def on(cls, page: Page) -> Written:
        """In the language of a page."""
        return cls(page, labels(page) | more_labels(page.translate), accuracy_names(page))

    def name(self, fact: str) -> str:
        """What a fact is called; a fact of every entry of a list (`contacts.name`) by both names."""
        whole, _, part = fact.partition(".")
        called = self.names.get(whole, whole)
        return f"{called} ({self.names.get(part, part)})" if part else called

    def value(self, fact: str, value: Any, facts: Mapping[str, Any]) -> str:  # noqa: ANN401 - any JSON value
        """A value of a fact, beside the facts of the same version."""
        if fact in MONEY:
            return self._money(value, facts.get(MONEY[fact]))
        if fact in DATES:
            return self.page.writing.iso_day(value)
        if fact in {"progress_planned", "progress_actual"}:
            return self.page.writing.percent(value)
        known = self._codes().get(fact)
        if known is not None:
            return known(value)
        return self.plain(value)

    def plain(self, value: Any) -> str:  # noqa: ANN401 - any JSON value
        """A value of which nothing is known but its kind."""
        _ = self.page.translate
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, int | Decimal):
            return self.page.writing.number(value)
        if isinstance(value, list):
            return ", ".join(map(self.plain, value)) or _("none")
        if isinstance(value, Mapping):
            return self._mapping(value)
        return _cut(str(value))

    def _mapping(self, value: Mapping[str, Any]) -> str:
        if {"amount", "currency"} <= value.keys():
            return self._money(value["amount"], value["currency"])
        return ", ".join(self.plain(one) for one in value.values() if one is not None)

    def _codes(self) -> Mapping[str, Callable[[Any], str]]:
        tongue = self.page.tongue
        return {
            "status": lambda code: tongue.statuses.get(code, code),
            "category": lambda code: tongue.categories.get(code, code),
            "location_accuracy": lambda code: self.accuracies.get(code, code),
            "titles": lambda names: _cut(self.page.writing.said(names).text),
            "descriptions": lambda names: _cut(self.page.writing.said(names).text),
        }

    def _money(self, amount: Any, currency: str | None) -> str:  # noqa: ANN401 - a JSON number, or one as text
        if currency is None:
            return self.page.writing.number(Decimal(amount))
        return self.page.writing.exact_money(Money(Decimal(amount), currency))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
