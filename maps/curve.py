"""The progress of a project over time, planned against actual, as an SVG picture made on the server."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias

from markupsafe import Markup

from geo.values import Progress
from maps.texts import Translate

WIDTH: Final = 460
HEIGHT: Final = 300
LEFT, RIGHT, TOP, BOTTOM = 50, 448, 58, 244
_MOST_TICKS: Final = 5
_LETTER: Final = 7
"""Pixels that a letter of a label takes, rather too many than too few."""

Point: TypeAlias = tuple[date, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The dates against which progress is read; `None` is not entered."""

    start: date | None
    end: date | None
    original_end: date | None
    today: date


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    def x(self, day: date) -> float:
        return LEFT + (RIGHT - LEFT) * (day - self.first).days / max(1, (self.last - self.first).days)

    def y(self, fraction: Decimal) -> float:
        return BOTTOM - (BOTTOM - TOP) * float(fraction)

    def points(self, line: Sequence[Point]) -> str:
        return " ".join(f"{self.x(day):.1f},{self.y(fraction):.1f}" for day, fraction in line)


def progress_curve(
    reports: Sequence[Progress],
    schedule: Schedule,
    *,
    translate: Translate,
    day: Callable[[date], str] = date.isoformat,
) -> Markup:
    """The curve as `<svg>`, coloured by the page's style sheet; empty when no report says anything.

    Reports without a date are left out; a report that does not say how far the work has got leaves no point.
    """
    planned = _planned(reports, schedule)
    actual = sorted((r.as_of, r.actual) for r in reports if r.as_of and r.actual is not None)
    if not planned and not actual:
        return Markup()
    scale = _scale(planned, actual, schedule)
    parts = [
        *_grid(scale),
        *_marks(scale, schedule, translate, day),
        *_lines(scale, planned, actual),
        *_key(translate),
    ]
    return _picture(translate, _described(planned, actual, translate, day), parts)


def _planned(reports: Sequence[Progress], schedule: Schedule) -> list[Point]:
    """What the reports say was planned, from 0 at the planned start to 1 at the planned end."""
    line = sorted((r.as_of, r.planned) for r in reports if r.as_of and r.planned is not None)
    if schedule.start and schedule.end and schedule.start < schedule.end:
        inside = [point for point in line if schedule.start < point[0] < schedule.end]
        return [(schedule.start, Decimal(0)), *inside, (schedule.end, Decimal(1))] if line else []
    return line


def _scale(planned: list[Point], actual: list[Point], schedule: Schedule) -> _Scale:
    days = [day for day, _ in (*planned, *actual)]
    days += [day for day in (schedule.start, schedule.end, schedule.original_end) if day]
    unfinished = not actual or actual[-1][1] < 1
    if unfinished:
        days.append(schedule.today)
    return _Scale(min(days), max(days))


def _grid(scale: _Scale) -> Iterator[Markup]:
    for percent in (0, 25, 50, 75, 100):
        y = f"{scale.y(Decimal(percent) / 100):.1f}"
        yield _line("curve-grid", LEFT, y, RIGHT, y)
        yield _text("curve-axis", LEFT - 8, f"{float(y) + 4:.1f}", "end", f"{percent} %")
    for month in months(scale.first, scale.last):
        x = f"{scale.x(month):.1f}"
        yield _line("curve-grid", x, TOP, x, BOTTOM + 5)
        yield _text("curve-axis", x, BOTTOM + 20, "middle", f"{month:%Y-%m}")


def months(first: date, last: date) -> list[date]:
    """First days of months within the span, at most five, evenly apart."""
    begin, end = first.year * 12 + first.month, last.year * 12 + last.month - 1
    span = max(1, end - begin + 1)
    step = next((s for s in (1, 2, 3, 6, 12, 24, 60) if span / s <= _MOST_TICKS), 120)
    aligned = range(-(-begin // step) * step, end + 1, step)
    return [date(month // 12, month % 12 + 1, 1) for month in aligned]


def _marks(scale: _Scale, schedule: Schedule, _: Translate, day: Callable[[date], str]) -> Iterator[Markup]:
    marks = [("", _("Today"), schedule.today), ("", _("Planned end"), schedule.end)]
    if schedule.original_end != schedule.end:
        marks.append((" curve-mark-original", _("Original end"), schedule.original_end))
    for row, (modifier, label, when) in enumerate(marks):
        if when is None or not scale.first <= when <= scale.last:
            continue
        x, y, told = scale.x(when), 16 + 16 * row, f"{label}: {day(when)}"
        left = x > LEFT + RIGHT - x or x + _LETTER * len(told) > WIDTH
        yield _line(f"curve-mark{modifier}", f"{x:.1f}", y - 10, f"{x:.1f}", BOTTOM)
        yield _text("curve-label", f"{x + (-5 if left else 5):.1f}", y, "end" if left else "start", told)


def _lines(scale: _Scale, planned: list[Point], actual: list[Point]) -> Iterator[Markup]:
    for kind, line in (("planned", planned), ("actual", actual)):
        if len(line) > 1:
            yield Markup('<polyline class="curve-line curve-{}" points="{}"/>').format(kind, scale.points(line))
    for when, fraction in actual:
        yield Markup('<circle class="curve-dot" cx="{:.1f}" cy="{:.1f}" r="4"/>').format(
            scale.x(when), scale.y(fraction)
        )


def _key(_: Translate) -> Iterator[Markup]:
    y = HEIGHT - 12
    for x, kind, label in ((LEFT, "planned", _("Planned progress")), (LEFT + 200, "actual", _("Actual progress"))):
        yield _line(f"curve-line curve-{kind}", x, y - 4, x + 36, y - 4)
        yield _text("curve-label", x + 44, y, "start", label)


def _described(planned: list[Point], actual: list[Point], _: Translate, day: Callable[[date], str]) -> str:
    """The last thing known of each line, in words."""
    named = ((_("Actual progress"), actual), (_("Planned progress"), planned))
    return "; ".join(f"{name}: {line[-1][1]:.0%} ({day(line[-1][0])})" for name, line in named if line)


def _picture(_: Translate, description: str, parts: Sequence[Markup]) -> Markup:
    return Markup(
        '<svg viewBox="0 0 {} {}" role="img" aria-labelledby="curve-title curve-desc">'
        '<title id="curve-title">{}</title><desc id="curve-desc">{}</desc>{}</svg>'
    ).format(WIDTH, HEIGHT, _("Progress over time"), description, Markup().join(parts))


def _line(css_class: str, x1: object, y1: object, x2: object, y2: object) -> Markup:
    return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(css_class, x1, y1, x2, y2)


def _text(css_class: str, x: object, y: object, anchor: str, text: str) -> Markup:
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(css_class, x, y, anchor, text)
