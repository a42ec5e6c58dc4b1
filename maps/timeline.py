"""When two works take place, beside each other, as an SVG picture made on the server."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from markupsafe import Markup

from maps.curve import months
from maps.texts import Translate

WIDTH: Final = 360
LEFT, RIGHT, TOP, ROW = 6, 354, 4, 14
_MARGIN: Final = timedelta(days=90)
_NAME: Final = 50
"""Pixels that the name of a month takes, with what keeps it off the next."""
_LEAST: Final = 2.0
"""Pixels of a day that would be too narrow to be seen."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days under a name, inclusive; `None` is a side that is not known."""

    name: str
    start: date | None
    end: date | None


def timeline(
    works: Sequence[Span],
    joint: Span | None,
    *,
    today: date,
    translate: Translate,
    day: Callable[[date], str] = date.isoformat,
) -> Markup:
    """A bar for each work and the joint window over both, coloured by the page's style sheet; empty without any date.

    A side that is not known goes on to the edge, dashed. The text alternative says the same days.
    """
    spans = [*works, *([joint] if joint else [])]
    known = [one for span in spans for one in (span.start, span.end) if one]
    if not known:
        return Markup()
    scale = _Scale(min(known), max(known), any(None in (span.start, span.end) for span in works))
    bottom = TOP + ROW * len(works)
    bars = _bars(scale, works)
    parts = [*_ticks(scale, bottom), *bars, *_window(scale, joint, bottom), *_today(scale, today, bottom)]
    told = "; ".join(_told(span, translate, day) for span in spans)
    return Markup('<svg class="timeline" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        WIDTH, bottom + 18, told, Markup().join(parts)
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days from the left to the right edge, with a margin where works have no end."""

    known_first: date
    known_last: date
    open: bool

    @property
    def first(self) -> date:
        return self.known_first - _MARGIN if self.open else self.known_first

    @property
    def last(self) -> date:
        return (self.known_last + _MARGIN if self.open else self.known_last) + timedelta(days=1)

    def x(self, when: date) -> float:
        return LEFT + (RIGHT - LEFT) * (when - self.first).days / (self.last - self.first).days

    def reach(self, start: date | None, end: date | None) -> tuple[float, float]:
        left = self.x(start) if start else float(LEFT)
        right = self.x(end + timedelta(days=1)) if end else float(RIGHT)
        return left, max(_LEAST, right - left)


def _ticks(scale: _Scale, bottom: int) -> Iterator[Markup]:
    """A line for each of a few months, named where there is room beside the name before."""
    taken = 0.0
    for month in months(scale.first, scale.last):
        x = scale.x(month)
        anchor = "start" if x < LEFT + _NAME / 2 else "end" if x > RIGHT - _NAME / 2 else "middle"
        left = x - _NAME * {"start": 0, "middle": 0.5, "end": 1}[anchor]
        yield _upright("timeline-grid", x, TOP, bottom + 2)
        if left < taken:
            continue
        taken = left + _NAME
        yield Markup('<text class="timeline-axis" x="{:.1f}" y="{}" text-anchor="{}">{}</text>').format(
            x, bottom + 14, anchor, f"{month:%Y-%m}"
        )


def _bars(scale: _Scale, works: Sequence[Span]) -> Iterator[Markup]:
    for row, span in enumerate(works):
        if span.start or span.end:
            kind = "timeline-bar" if span.start and span.end else "timeline-bar timeline-open"
            yield _box(kind, scale.reach(span.start, span.end), TOP + ROW * row + 2, 9)


def _window(scale: _Scale, joint: Span | None, bottom: int) -> Iterator[Markup]:
    if joint is not None:
        yield _box("timeline-joint", scale.reach(joint.start, joint.end), TOP - 2, bottom - TOP + 3)


def _today(scale: _Scale, today: date, bottom: int) -> Iterator[Markup]:
    if scale.first <= today <= scale.last:
        yield _upright("timeline-today", scale.x(today), TOP - 3, bottom + 3)


def _box(kind: str, reach: tuple[float, float], top: int, height: int) -> Markup:
    return Markup('<rect class="{}" x="{:.1f}" y="{}" width="{:.1f}" height="{}" rx="2"/>').format(
        kind, reach[0], top, reach[1], height
    )


def _upright(kind: str, x: float, top: int, bottom: int) -> Markup:
    return Markup('<line class="{0}" x1="{1:.1f}" y1="{2}" x2="{1:.1f}" y2="{3}"/>').format(kind, x, top, bottom)


def _told(span: Span, _: Translate, day: Callable[[date], str]) -> str:
    if span.start is None and span.end is None:
        return f"{span.name}: {_('not entered')}"
    start, end = (day(one) if one else "…" for one in (span.start, span.end))
    return f"{span.name}: {start} – {end}"
