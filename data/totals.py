"""What the sections of a project's details come to: counts and sums for tables, which have no room for lists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal, localcontext
from typing import Any, Final

TOTALS: Final[Mapping[str, tuple[str, ...]]] = {
    "contracts_count": ("contracts",),
    "contracts_total": ("contracts", "contracts.amount"),
    "contracts_total_currency": ("contracts", "contracts.amount"),
    "payments_count": ("contracts", "contracts.payments"),
    "payments_total": ("contracts", "contracts.payments"),
    "payments_total_currency": ("contracts", "contracts.payments"),
    "penalty_points": ("penalties", "penalties.points"),
}
"""Each of them, with the section and the field that it is made of: where these are withheld, it is."""
_DIGITS: Final = 60
"""Enough for the sum of any numbers that a section may hold."""


def totals(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The totals of a feature's properties, whose numbers are exact. None where nothing is known, or nothing added up.

    Amounts that were entered are summed; where they are of more than one currency there is no sum, since nothing is
    converted. A list that was entered as empty counts 0.
    """
    contracts, penalties = facts.get("contracts"), facts.get("penalties")
    if contracts is None and penalties is None:
        return dict.fromkeys(TOTALS)
    paid = _payments(contracts)
    return {
        "contracts_count": None if contracts is None else len(contracts),
        **_sum("contracts_total", contracts),
        "payments_count": None if paid is None else len(paid),
        **_sum("payments_total", paid),
        "penalty_points": _added(one.get("points") for one in penalties or ()),
    }


def hidden(name: str, withheld: Collection[str]) -> bool:
    """Whether a column is withheld: it itself, or what it is made of."""
    return name in withheld or any(path in withheld for path in TOTALS.get(name, ()))


def _payments(contracts: Collection[Mapping[str, Any]] | None) -> list[Mapping[str, Any]] | None:
    """All payments; None where no contract says of any, or of none."""
    known = [one["payments"] for one in contracts or () if one.get("payments") is not None]
    return [one for each in known for one in each] if known else None


def _sum(name: str, parts: Collection[Mapping[str, Any]] | None) -> dict[str, Any]:
    amounts = [one["amount"] for one in parts or () if one.get("amount") is not None]
    currencies = {one["currency"] for one in amounts}
    if len(currencies) != 1:
        return {name: None, f"{name}_currency": None}
    return {name: _added(one["amount"] for one in amounts), f"{name}_currency": currencies.pop()}


def _added(numbers: Iterable[Any]) -> Decimal | None:
    given = [Decimal(one) for one in numbers if one is not None]
    with localcontext(prec=_DIGITS):
        return sum(given, Decimal(0)) if given else None
