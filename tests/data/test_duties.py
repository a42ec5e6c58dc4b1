"""Duties to tell, counted in the working days of the country."""

from __future__ import annotations

from datetime import date

import pytest

from data.cities import load_city
from data.duties import BENCHMARK, Duty, load_duty


@pytest.fixture
def duty() -> Duty:
    found = load_duty(load_city().country)
    assert found is not None
    return found


def test_weekends_and_public_holidays_are_no_working_days(duty: Duty) -> None:
    assert duty.working_days(date(2026, 11, 20), date(2026, 11, 23)) == 1  # a Friday, and the Monday after it
    assert duty.working_days(date(2026, 4, 29), date(2026, 5, 4)) == 1  # Reunification Day and Labour Day
    assert duty.working_days(date(2026, 11, 20), date(2026, 11, 20)) == 0
    assert duty.working_days(date(2020, 1, 1), date(2026, 1, 1), most=8) == 8


def test_a_decision_is_told_in_time_up_to_the_seventh_working_day(duty: Duty) -> None:
    assert duty.in_time(date(2026, 11, 2), date(2026, 11, 11))
    assert not duty.in_time(date(2026, 11, 2), date(2026, 11, 12))
    assert duty.in_time(date(2026, 2, 13), date(2026, 3, 2))  # the Lunar New Year lies between
    assert duty.in_time(date(2026, 11, 12), date(2026, 11, 2))


def test_days_at_the_ends_of_the_calendar_are_counted_too(duty: Duty) -> None:
    """A city's table is made of all decisions that were ever published: one odd day must not take it away."""
    assert duty.in_time(date.max, date(2026, 11, 12))
    assert duty.working_days(date(9999, 12, 30), date.max) == 1
    assert not duty.in_time(date.min, date(2026, 11, 12))


def test_progress_is_due_on_the_day_of_the_month(duty: Duty) -> None:
    assert duty.last_due(date(2026, 11, 25)) == date(2026, 11, 25)
    assert duty.last_due(date(2026, 11, 24)) == date(2026, 10, 25)
    assert duty.period(date(2026, 1, 24)) == (date(2025, 11, 25), date(2025, 12, 25))


def test_a_country_without_a_file_has_no_duties() -> None:
    assert load_duty(None) is load_duty("XX") is None


def test_seoul_says_nine_tenths() -> None:
    assert (BENCHMARK.name, BENCHMARK.rate) == ("Seoul", 0.9)
