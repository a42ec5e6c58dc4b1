"""The progress curve."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from geo.values import Progress
from maps.curve import BOTTOM, TOP, WIDTH, Schedule, progress_curve

SCHEDULE = Schedule(
    start=date(2026, 1, 1), end=date(2026, 12, 31), original_end=date(2026, 10, 31), today=date(2026, 7, 1)
)


def report(month: int, planned: str | None, actual: str | None) -> Progress:
    fractions = [None if text is None else Decimal(text) for text in (planned, actual)]
    return Progress(planned=fractions[0], actual=fractions[1], as_of=date(2026, month, 28))


def same(text: str) -> str:
    return text


def draw(*reports: Progress, schedule: Schedule = SCHEDULE) -> ET.Element:
    return ET.fromstring(progress_curve(reports, schedule, translate=same))


def test_without_reports_there_is_no_curve() -> None:
    assert progress_curve([], SCHEDULE, translate=same) == ""
    assert progress_curve([Progress(actual=Decimal("0.5"))], SCHEDULE, translate=same) == ""


def test_planned_runs_from_nought_at_the_start_to_all_at_the_end() -> None:
    planned = draw(report(3, "0.2", "0.1"), report(6, "0.5", "0.3")).find("polyline[@class='curve-line curve-planned']")
    assert planned is not None
    heights = [float(point.split(",")[1]) for point in planned.attrib["points"].split()]
    assert heights[0] == BOTTOM
    assert heights[-1] == TOP
    assert len(heights) == 4


def test_nought_is_a_point_and_not_entered_is_none() -> None:
    drawn = draw(report(2, "0.1", "0"), report(3, "0.2", None))
    assert len(drawn.findall("circle")) == 1


def test_the_original_end_is_marked_apart_from_the_planned_end() -> None:
    texts = [node.text for node in draw(report(3, "0.2", "0.1")).findall("text")]
    assert "Original end: 2026-10-31" in texts
    assert "Planned end: 2026-12-31" in texts
    assert "Today: 2026-07-01" in texts


@pytest.mark.parametrize("month", range(1, 13))
def test_labels_of_days_stay_within_the_picture(month: int) -> None:
    schedule = Schedule(start=SCHEDULE.start, end=SCHEDULE.end, original_end=None, today=date(2026, month, 15))
    drawn = ET.fromstring(progress_curve([report(3, "0.2", "0.1")], schedule, translate=lambda text: text * 4))
    (label,) = [node for node in drawn.findall("text") if (node.text or "").startswith("Today")]
    x, wide = float(label.attrib["x"]), 6.5 * len(label.text or "")
    assert (x - wide if label.attrib["text-anchor"] == "end" else WIDTH - x - wide) >= 0


def test_it_is_described_in_words_and_has_no_inline_style() -> None:
    drawn = draw(report(3, "0.2", "0.1"))
    assert drawn.findtext("desc") == "Actual progress: 10% (2026-03-28); Planned progress: 100% (2026-12-31)"
    assert drawn.attrib["aria-labelledby"].split() == [node.attrib["id"] for node in drawn[:2]]
    assert b"style=" not in ET.tostring(drawn)


def test_hostile_translations_and_dates_stay_text() -> None:
    drawn = progress_curve(
        [report(3, "0.2", "0.1")], SCHEDULE, translate=lambda _: "<script>&", day=lambda _: "<img onerror=x>"
    )
    assert "<script>" not in drawn
    assert "<img" not in drawn


def test_a_work_of_many_years_has_few_ticks() -> None:
    long = Schedule(start=date(2001, 1, 1), end=date(2030, 1, 1), original_end=None, today=date(2026, 1, 1))
    ticks = [
        n for n in draw(report(3, "0.2", "0.1"), schedule=long).findall("text") if n.attrib["text-anchor"] == "middle"
    ]
    assert 2 <= len(ticks) <= 6


def test_a_single_report_on_a_single_day_is_drawn() -> None:
    bare = Schedule(start=None, end=None, original_end=None, today=date(2026, 3, 28))
    assert len(draw(report(3, None, "1"), schedule=bare).findall("circle")) == 1
