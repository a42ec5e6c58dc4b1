"""Windows of days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import BadInput
from geo.overlaps.windows import Period, Window, later

_DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))
PERIODS = st.builds(lambda start, days: Period(start, start + timedelta(days)), _DAYS, st.integers(0, 2_000))


def _days(period: Period | None) -> set[int]:
    return set(range(period.start.toordinal(), period.end.toordinal() + 1)) if period else set()


@given(PERIODS, PERIODS)
def test_what_is_shared_and_what_lies_between_is_what_counting_days_gives(one: Period, other: Period) -> None:
    assert _days(one.shared(other)) == _days(one) & _days(other)
    between = set(range(min(_days(one) | _days(other)), max(_days(one) | _days(other)) + 1)) - _days(one) - _days(other)
    assert one.gap(other) == other.gap(one) == len(between)
    assert one.within(12, other) == other.within(12, one)
    assert one.within(0, other) == bool(one.shared(other))


@given(PERIODS, st.integers(1, 3_000), _DAYS)
def test_a_placed_period_lies_inside_and_as_near_as_it_can(place: Period, days: int, start: date) -> None:
    found = place.placed(days, start)
    assert _days(found) <= _days(place)
    assert found.days == min(days, place.days)
    moved = start - found.start
    assert not moved or found.end == place.end or found.start == place.start


@given(_DAYS, st.integers(-600, 600))
def test_months_later_is_in_the_month_that_is_so_many_later(day: date, months: int) -> None:
    found = later(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(1)).day == 1)


def test_beyond_the_calendar_is_its_first_or_last_day() -> None:
    assert later(date(9999, 6, 1), 7) == date.max
    assert later(date(1, 6, 1), -7) == date.min
    assert Window(date(9999, 6, 1), None).closed(12) == Period(date(9999, 6, 1), date.max - timedelta(1))


def test_an_open_side_is_so_many_months_away() -> None:
    assert Window(date(2026, 1, 1), None).closed(12) == Period(date(2026, 1, 1), date(2026, 12, 31))
    assert Window(None, date(2026, 12, 31)).closed(12) == Period(date(2026, 1, 1), date(2026, 12, 31))
    assert Window(None, None).closed(12) is None
    assert Window(date(2026, 1, 1), None).closed(0) == Period(date(2026, 1, 1), date(2026, 1, 1))


def test_a_window_does_not_end_before_it_begins() -> None:
    with pytest.raises(BadInput, match="2026-01-01"):
        Window(date(2026, 1, 2), date(2026, 1, 1))
