"""Progress curves of sample works: slow at first, fast in the middle, slow at the end, reported on the 25th."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final

from geo.values import Progress

_FINE: Final = 1000
_YEARS: Final = 25  # how far back reports reach

S_CURVE: Final = tuple(Decimal(round(k * k * (3 * _FINE - 2 * k) / _FINE**2)) / _FINE for k in range(_FINE + 1))
"""The S-curve 3x² − 2x³ for x = 0, 0.001 … 1: fractions with 3 decimals, never falling."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How works run: from `start`, over so many days; `pause` is a share 0..1 of them, from `pause_at` on, at rest."""

    start: date
    days: int
    pause_at: float = 1.0
    pause: float = 0.0

    def done(self, day: date) -> Decimal:
        """The fraction done on a day, 0..1 with 3 decimals."""
        x = (day - self.start).days / self.days
        if x > self.pause_at:
            x = max(self.pause_at, x - self.pause)
        x /= 1 - self.pause
        return S_CURVE[max(0, min(_FINE, int(x * _FINE)))]


@cache
def _reporting_days(today: date) -> list[date]:
    months = range((today.year - _YEARS) * 12, today.year * 12 + today.month)
    days = [date(month // 12, month % 12 + 1, 25) for month in months]
    return days if days[-1] <= today else days[:-1]


def reporting_days(after: date, until: date, today: date) -> list[date]:
    """Every 25th of a month after one day and before another, none after today."""
    days = _reporting_days(today)
    return days[bisect_left(days, after) : bisect_left(days, min(until, today))]


def reports(planned: Pace, actual: Pace, days: list[date]) -> Iterator[Progress]:
    """What was planned and done on each of the days."""
    return (Progress(planned.done(day), actual.done(day), day) for day in days)
