"""Rules over what a row says of a project, one small generator each, gathered in `CHECKS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Final

from data.rules import RULE, Reason, shown
from geo.details import Part
from geo.project import Project

EARLIEST: Final = date(1950, 1, 1)
LATEST: Final = date(2100, 12, 31)
LONGEST_TITLE: Final = 1_000
_DATES: Final = ("original_start", "original_end", "planned_start", "planned_end", "actual_start", "actual_end")
_PERIODS: Final = (("original_start", "original_end"), ("planned_start", "planned_end"), ("actual_start", "actual_end"))
_AMOUNTS: Final = ("original_budget", "budget", "contract_amount")


def title_present(project: Project) -> Iterator[Reason]:
    """`title.missing`."""
    if not project.titles:
        yield Reason("title.missing", "titles", None, "The row has no title.")


def title_not_too_long(project: Project) -> Iterator[Reason]:
    """`title.length`."""
    for language, title in project.titles.items():
        if len(title) > LONGEST_TITLE:
            yield Reason("title.length", f"titles.{language}", shown(title), f"The title has {len(title)} characters.")


def dates_in_order(project: Project) -> Iterator[Reason]:
    """`dates.order`; a period with one end open is in order."""
    for first, last in _PERIODS:
        start, end = getattr(project, first), getattr(project, last)
        if start is not None and end is not None and end < start:
            yield Reason("dates.order", last, end.isoformat(), f"The end lies before the start, {start.isoformat()}.")


def windows_in_order(project: Project) -> Iterator[Reason]:
    """`dates.order`, of the windows that an agency would accept."""
    for place, part in enumerate(project.details.coordination or ()):
        for side, start, end in (
            ("early", part.early_start, part.early_end),
            ("late", part.late_start, part.late_end),
        ):
            if start and end and end < start:
                message = f"The end lies before the start, {start.isoformat()}."
                yield Reason("dates.order", f"coordination.{place}.{side}_end", end.isoformat(), message)


def dates_not_far(project: Project) -> Iterator[Reason]:
    """`dates.far`; also the date on which the progress was true."""
    dates = [(name, getattr(project, name)) for name in _DATES]
    for name, day in (*dates, ("progress.as_of", project.progress.as_of)):
        if day is not None:
            yield from _far(name, day)


def details_not_far(project: Project) -> Iterator[Reason]:
    """`dates.far`, of the dates of the details."""
    for section, parts in project.details.entered.items():
        yield from _far_parts(parts, section)


def _far_parts(parts: Iterable[Part], place: str) -> Iterator[Reason]:
    for n, part in enumerate(parts):
        for name in type(part).model_fields:
            value = getattr(part, name)
            if isinstance(value, date):
                yield from _far(f"{place}.{n}.{name}", value)
            elif isinstance(value, tuple) and value and isinstance(value[0], Part):
                yield from _far_parts(value, f"{place}.{n}.{name}")


def _far(name: str, day: date) -> Iterator[Reason]:
    if not EARLIEST <= day <= LATEST:
        message = "The date lies before 1950: a spreadsheet that took a year for days writes 1905."
        yield Reason("dates.far", name, day.isoformat(), message if day < EARLIEST else "The date is after 2100.")


def money_not_negative(project: Project) -> Iterator[Reason]:
    """`money.negative`."""
    for name in _AMOUNTS:
        money = getattr(project, name)
        if money is not None and money.amount < 0:
            yield Reason("money.negative", name, str(money.amount), RULE["money.negative"].sentence)


CHECKS: Final[tuple[Callable[[Project], Iterator[Reason]], ...]] = (
    title_present,
    title_not_too_long,
    dates_in_order,
    windows_in_order,
    dates_not_far,
    details_not_far,
    money_not_negative,
)


def broken(project: Project) -> list[Reason]:
    """Every reason for which these facts are held; empty when there is none."""
    return [reason for check in CHECKS for reason in check(project)]
