"""When a sample work was to start and end, when it did, and how far it has got."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from types import MappingProxyType
from typing import Final

from data.sample.curves import Pace, reporting_days, reports
from geo.codes import Status
from geo.values import Progress

_LATE: Final = 1.15  # works that take this much longer than planned get a new end, or should


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The dates and the progress of one work; the names are those of `geo.project.Project`."""

    original_start: date | None = None
    original_end: date | None = None
    planned_start: date | None = None
    planned_end: date | None = None
    actual_start: date | None = None
    actual_end: date | None = None
    progress: Progress = Progress()
    reports: tuple[Progress, ...] = ()

    @property
    def extended(self) -> bool:
        """Whether the end was put off."""
        return bool(self.planned_end and self.original_end and self.planned_end > self.original_end)


def _after(day: date, days: float) -> date:
    return day + timedelta(days=int(days))


def _planned(start: date, days: int) -> Schedule:
    end = _after(start, days)
    return Schedule(original_start=start, original_end=end, planned_start=start, planned_end=end)


def _slowness(rng: Random) -> float:
    """How many times longer than planned the works take: most a little, some much."""
    return rng.uniform(1.15, 2.1) if rng.random() < 0.4 else rng.uniform(0.92, 1.12)


def _paced(rng: Random, start: date, days: float) -> Pace:
    if rng.random() < 0.3:
        return Pace(start, max(1, int(days)), pause_at=rng.uniform(0.2, 0.7), pause=rng.uniform(0.05, 0.25))
    return Pace(start, max(1, int(days)))


def _put_off(plan: Schedule, actual: Pace) -> Schedule:
    return replace(plan, planned_end=_after(actual.start, actual.days * 1.02))


def _reported(plan: Schedule, days: int, actual: Pace, until: date, today: date) -> Schedule:
    """The plan with its monthly reports up to a day; a last one on that day where works stop, or none is due yet."""
    planned = Pace(plan.original_start or actual.start, days)
    dates = reporting_days(actual.start, until, today)
    if until < today or not dates:
        dates.append(min(until, today))
    made = tuple(reports(planned, actual, dates))
    return replace(plan, actual_start=actual.start, reports=made, progress=made[-1])


def _identification(rng: Random, days: int, today: date) -> Schedule:
    return Schedule() if rng.random() < 0.5 else _planned(_after(today, rng.uniform(200, 900)), days)


def _preparation(rng: Random, days: int, today: date) -> Schedule:
    start = _after(today, rng.uniform(-120, 400))
    plan = _planned(start, days)
    if start < today:
        begin = _after(today, rng.uniform(20, 200))
        plan = replace(plan, planned_start=begin, planned_end=_after(begin, days))
    if rng.random() < 0.5:
        plan = replace(plan, progress=Progress(Decimal(0), Decimal(0), today))
    return plan


def _implementation(rng: Random, days: int, today: date) -> Schedule:
    slow = _slowness(rng)
    elapsed = min(rng.uniform(0.0, 1.05) * slow, 0.94 * slow)
    start = _after(today, -elapsed * days)
    actual = _paced(rng, _after(start, min(elapsed * days, rng.uniform(0, 45))), days * slow)
    plan = _planned(start, days)
    if slow > _LATE and elapsed > 0.5 and rng.random() < 0.6:
        plan = _put_off(plan, actual)
    return _reported(plan, days, actual, today, today)


def _completion(rng: Random, days: int, today: date) -> Schedule:
    slow = _slowness(rng)
    start = _after(today, -days * slow * rng.uniform(0.96, 0.99))
    actual = Pace(start, max(1, int(days * slow)))
    plan = _planned(start, days)
    return _reported(_put_off(plan, actual) if slow > _LATE else plan, days, actual, today, today)


def _completed(rng: Random, days: int, today: date) -> Schedule:
    end = _after(today, -(rng.random() ** 2) * 2500)
    slow = _slowness(rng)
    actual = _paced(rng, _after(end, -days * slow), days * slow)
    plan = _planned(_after(actual.start, -rng.uniform(0, 40)), days)
    if slow > _LATE:
        plan = _put_off(plan, actual)
    end = _after(actual.start, actual.days)
    return replace(_reported(plan, days, actual, end, today), actual_end=end)


def _suspended(rng: Random, days: int, today: date) -> Schedule:
    stop = _after(today, -rng.uniform(40, 700))
    start = _after(stop, -days * rng.uniform(0.2, 0.8))
    actual = Pace(start, max(1, int(days * rng.uniform(1.3, 2))))
    return _reported(_planned(start, days), days, actual, stop, today)


def _cancelled(rng: Random, days: int, today: date) -> Schedule:
    return _suspended(rng, days, today) if rng.random() < 0.4 else _planned(_after(today, -rng.uniform(100, 900)), days)


_MAKE: Final[MappingProxyType[Status, Callable[[Random, int, date], Schedule]]] = MappingProxyType(
    {
        Status.IDENTIFICATION: _identification,
        Status.PREPARATION: _preparation,
        Status.IMPLEMENTATION: _implementation,
        Status.COMPLETION: _completion,
        Status.COMPLETED: _completed,
        Status.SUSPENDED: _suspended,
        Status.CANCELLED: _cancelled,
    }
)


def schedule(rng: Random, status: Status, *, months: float, today: date) -> Schedule:
    """The dates and reports of a work of that status, usually of so many months, as known on `today`."""
    days = max(10, int(months * 30.4 * rng.uniform(0.6, 1.5)))
    return _MAKE[status](rng, days, today)
