"""Windows of days: when a work takes place, or may."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from geo.errors import BadInput

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `start` to `end`, both included; None is open, or not known. Raises BadInput where it ends first."""

    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise BadInput(f"A window cannot end on {self.end} before it begins on {self.start}.")

    @property
    def dated(self) -> bool:
        """Whether at least one of its sides is known."""
        return self.start is not None or self.end is not None

    def closed(self, months: int) -> Period | None:
        """The same with both sides: an open one is taken to be so many months long; None where no side is known."""
        if self.start is not None:
            return Period(self.start, self.end or max(self.start, later(self.start, months) - _DAY))
        return None if self.end is None else Period(min(self.end, later(self.end, -months) + _DAY), self.end)


@dataclass(frozen=True, slots=True)
class Period(Window):
    """A window of which both sides are known."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days it has; at least 1."""
        return (self.end - self.start).days + 1

    def shared(self, other: Period) -> Period | None:
        """The days in both; None where there are none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start <= end else None

    def gap(self, other: Period) -> int:
        """How many days lie between the two: 0 where they share days or one follows the other."""
        return max(0, (max(self.start, other.start) - min(self.end, other.end)).days - 1)

    def within(self, months: int, other: Period) -> bool:
        """Whether the two share days, or one begins no later than so many months after the other ended."""
        return max(self.start, other.start) <= later(min(self.end, other.end), months)

    def placed(self, days: int, start: date) -> Period:
        """So many days inside this one (all of it where it is shorter), as near to a start as can be."""
        length = timedelta(days=min(days, self.days) - 1)
        first = max(self.start, min(start, self.end - length))
        return Period(first, first + length)


def later(day: date, months: int) -> date:
    """The same day so many months later (earlier where negative), the last of the month where it has no such day.

    What would lie beyond the calendar is its first or last day.
    """
    year, index = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return date.max if year > MAXYEAR else date.min
    return date(year, index + 1, min(day.day, calendar.monthrange(year, index + 1)[1]))
