"""What was saved is told by the days on which both works really were there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from geo.overlaps.savings import Outcome, actual, outcome, saving
from geo.overlaps.windows import Window
from tests.geo.overlaps.works import RULES, road, water

TODAY = date(2026, 11, 26)
BASIS: dict[str, Any] = {
    "relation": "corridor", "shared_length": 120.0, "shared_area": 0.0, "road_class": "secondary",
    "one_length": 480.0, "one_area": 0.0, "other_length": 240.0, "other_area": 0.0,
}  # fmt: skip


def days(start: str | None, end: str | None) -> Window:
    return actual(*(date.fromisoformat(day) if day else None for day in (start, end)))


@pytest.mark.parametrize(
    ("one", "other", "become"),
    [
        (("2026-01-01", "2026-03-31"), ("2026-03-31", "2026-05-31"), Outcome.REALISED),
        (("2026-01-01", "2026-03-31"), ("2026-04-01", "2026-05-31"), Outcome.MISSED),
        (("2026-01-01", "2026-03-31"), (None, None), Outcome.MISSED),
        ((None, None), (None, None), Outcome.PENDING),
        (("2026-01-01", None), ("2026-04-01", "2026-05-31"), Outcome.PENDING),
        (("2026-01-01", None), (None, None), Outcome.PENDING),
        (("2026-01-01", "2026-11-26"), (None, None), Outcome.PENDING),
    ],
)
def test_what_has_become_of_an_agreement(one: Any, other: Any, become: Outcome) -> None:  # noqa: ANN401
    assert outcome(days(*one), days(*other), TODAY) is become
    assert outcome(days(*other), days(*one), TODAY) is become


def test_surface_and_days_are_counted_on_what_they_shared() -> None:
    one = replace(road(), window=days("2026-01-01", "2026-03-31"))  # 90 days, a quarter of them on the shared ground
    other = replace(water(), window=days("2026-03-22", "2026-05-31"))  # 71 days, half of them there; 10 in common
    found = saving(one, other, BASIS, RULES, TODAY)
    by_name = {term.name: term for term in found.terms}
    assert found.outcome is Outcome.REALISED
    assert (by_name["reinstatement"].quantity, by_name["disruption"].quantity) == (Decimal(120), Decimal(10))
    assert found.amount == 120 * RULES.costs.reinstatement_length["other"].value + 10 * Decimal(2800)


def test_nothing_is_saved_until_both_are_over_or_where_it_was_purged() -> None:
    one, other = (replace(work(), window=days("2026-01-01", "2026-03-31")) for work in (road, water))
    assert saving(one, replace(other, window=days("2026-01-01", None)), BASIS, RULES, TODAY).amount == 0
    assert saving(one, other, {}, RULES, TODAY).amount == 0
    assert saving(one, other, BASIS, RULES, TODAY).amount > 0
