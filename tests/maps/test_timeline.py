"""The strip of two windows says by its text what it shows."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from maps.timeline import LEFT, RIGHT, Span, timeline

TODAY = date(2026, 11, 22)


def strip(*spans: Span, joint: Span | None = None) -> str:
    return str(timeline(spans, joint, today=TODAY, translate=lambda text: text))


def reaches(picture: str, kind: str) -> list[tuple[float, float]]:
    return [
        (float(x), float(x) + float(width))
        for x, width in re.findall(rf'class="{kind}" x="([\d.]+)" y="\d+" width="([\d.]+)"', picture)
    ]


def test_the_joint_window_lies_over_both_bars() -> None:
    one = Span("<A>", date(2027, 1, 1), date(2027, 3, 31))
    other = Span("B", date(2027, 3, 1), date(2027, 4, 30))
    picture = strip(one, other, joint=Span("Both", date(2027, 3, 1), date(2027, 3, 31)))
    (first, second), (window,) = reaches(picture, "timeline-bar"), reaches(picture, "timeline-joint")
    assert (first[0], second[1]) == (LEFT, RIGHT)
    assert window == (second[0], first[1])
    assert 'aria-label="&lt;A&gt;: 2027-01-01 – 2027-03-31; B: 2027-03-01 – 2027-04-30; Both: 2027-03-01' in picture
    assert "timeline-today" not in picture


def test_a_side_that_is_not_known_goes_on_to_the_edge() -> None:
    picture = strip(Span("A", date(2026, 10, 1), None), Span("B", None, None))
    assert reaches(picture, "timeline-bar timeline-open")[0][1] == RIGHT
    assert "A: 2026-10-01 – …; B: not entered" in picture
    assert "timeline-today" in picture


def test_works_without_any_date_have_no_strip() -> None:
    assert strip(Span("A", None, None), Span("B", None, None)) == ""


def test_names_of_months_keep_off_each_other() -> None:
    for day in range(1, 29):
        one = Span("A", date(2026, 6, day), date(2028, 9, 22))
        picture = strip(one, Span("B", date(2027, 1, 1), date(2027, 2, 1)))
        found = re.findall(r'"timeline-axis" x="([\d.]+)" y="\d+" text-anchor="(\w+)"', picture)
        lefts = [float(x) - 50 * {"start": 0, "middle": 0.5, "end": 1}[anchor] for x, anchor in found]
        assert len(lefts) >= 3
        assert all(after - before >= 49.8 for before, after in pairwise(lefts))
