"""Totals of sections: exact, of one currency, and null where nothing is known."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from data.totals import TOTALS, hidden, totals


def contract(amount: Any = None, currency: str = "VND", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    money = {} if amount is None else {"amount": {"amount": amount, "currency": currency}}
    return {"id": "C", **money, **more}


def payments(*amounts: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - JSON
    return [{"id": str(number), "amount": {"amount": one, "currency": "VND"}} for number, one in enumerate(amounts)]


def test_nothing_entered_is_nothing_and_an_empty_list_counts_nought() -> None:
    assert set(totals({}).values()) == {None}
    told = totals({"contracts": [], "penalties": []})
    assert (told["contracts_count"], told["payments_count"], told["contracts_total"]) == (0, None, None)
    assert told["penalty_points"] is None


def test_amounts_are_added_exactly() -> None:
    big = Decimal("12345678901234567890.01")
    told = totals({"contracts": [contract(big, payments=payments(1, Decimal("0.1"))), contract(1), contract()]})
    assert (told["contracts_count"], told["contracts_total"]) == (3, big + 1)
    assert (told["payments_count"], told["payments_total"]) == (2, Decimal("1.1"))
    assert told["contracts_total_currency"] == told["payments_total_currency"] == "VND"


def test_amounts_of_two_currencies_are_not_added() -> None:
    told = totals({"contracts": [contract(5), contract(5, "USD")]})
    assert (told["contracts_count"], told["contracts_total"], told["contracts_total_currency"]) == (2, None, None)


def test_points_are_added_as_far_as_they_were_entered() -> None:
    points = [{"id": "1", "points": Decimal("0.5")}, {"id": "2"}, {"id": "3", "points": 0}]
    assert totals({"penalties": points})["penalty_points"] == Decimal("0.5")


@pytest.mark.parametrize("path", ["contracts", "contracts.payments"])
def test_a_total_is_withheld_with_what_it_is_made_of(path: str) -> None:
    shut = {name for name in TOTALS if hidden(name, [path])}
    paid = {"payments_count", "payments_total", "payments_total_currency"}
    assert shut == (set(TOTALS) - {"penalty_points"} if path == "contracts" else paid)
