"""What the rules read from what is published of a work."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest

from geo.codes import GROUND, Category, Firmness, Ground, Status
from geo.overlaps.sites import Site, site
from geo.overlaps.windows import Period, Window
from geo.values import Money

_ROW: Final[dict[str, Any]] = {
    "id": "a",
    "agency": "roads",
    "title": "Đường",
    "category": "road",
    "status": "preparation",
    "contractor": None,
    "contract_amount": None,
    "planned_start": date(2026, 3, 1),
    "planned_end": date(2026, 5, 31),
    "actual_start": None,
    "actual_end": None,
    "progress_as_of": None,
    "budget": Decimal(5),
    "budget_currency": "VND",
    "details": {},
    "length": 12.0,
    "area": 0.0,
}


def _site(**facts: Any) -> Site:  # noqa: ANN401
    return site({**_ROW, **facts})


def _said(**members: Any) -> Site:  # noqa: ANN401
    return _site(details={"coordination": [{"id": "1", **members}]})


def test_facts_of_a_work() -> None:
    found = _site()
    assert (found.category, found.status, found.budget) == (Category.ROAD, Status.PREPARATION, Money(Decimal(5), "VND"))
    assert found.ground == GROUND[Category.ROAD]
    assert _site(category=None, status=None, budget=None).ground == frozenset()


@pytest.mark.parametrize(
    ("facts", "firmness"),
    [
        ({"status": "identification"}, Firmness.IDEA),
        ({}, Firmness.PLANNED),
        ({"contractor": "Công ty 1"}, Firmness.CONTRACTED),
        ({"contract_amount": Decimal(0)}, Firmness.CONTRACTED),
        ({"details": {"contracts": [{"id": "1", "signed": "2026-01-01"}]}}, Firmness.CONTRACTED),
        ({"details": {"contracts": [{"id": "1", "status": "active"}]}}, Firmness.CONTRACTED),
        ({"details": {"contracts": [{"id": "1", "status": "pending"}]}}, Firmness.TENDERED),
        ({"details": {"contracts": [{"id": "1", "status": "cancelled"}]}}, Firmness.PLANNED),
        ({"details": {"documents": [{"id": "1", "type": "tenderNotice"}]}}, Firmness.TENDERED),
        ({"details": {"participants": [{"id": "1", "roles": ["tenderer"]}]}}, Firmness.TENDERED),
        ({"status": "implementation"}, Firmness.ON_SITE),
        ({"status": "suspended"}, Firmness.ON_SITE),
        ({"status": "completion"}, Firmness.DONE),
        ({"status": "completed"}, Firmness.DONE),
        ({"status": None}, Firmness.PLANNED),
        ({"status": None, "actual_start": date(2026, 3, 2)}, Firmness.ON_SITE),
        ({"status": None, "actual_end": date(2026, 3, 2)}, Firmness.DONE),
    ],
    ids=str,
)
def test_how_firm_a_work_is_follows_from_its_facts(facts: dict[str, Any], firmness: Firmness) -> None:
    assert _site(**facts).firmness is firmness


def test_what_the_agency_says_holds_until_the_work_has_begun() -> None:
    details = {"coordination": [{"id": "1", "firmness": "tendered", "exception": "safety", "ground": ["builds-over"]}]}
    said = _site(contractor="Công ty 1", details=details)
    assert (said.firmness, said.exception, said.ground) == (
        Firmness.TENDERED,
        "safety",
        frozenset({Ground.BUILDS_OVER}),
    )
    assert _site(status="implementation", details=details).firmness is Firmness.ON_SITE
    assert _said(ground=[]).ground == frozenset()


@pytest.mark.parametrize(
    ("facts", "window"),
    [
        ({}, Window(date(2026, 3, 1), date(2026, 5, 31))),
        ({"actual_start": date(2026, 4, 1)}, Window(date(2026, 4, 1), date(2026, 5, 31))),
        ({"actual_start": date(2026, 6, 1)}, Window(date(2026, 6, 1), date(2026, 8, 31))),
        ({"actual_start": date(2026, 6, 1), "planned_start": None}, Window(date(2026, 6, 1), None)),
        ({"actual_end": date(2026, 2, 1)}, Window(date(2025, 11, 2), date(2026, 2, 1))),
        ({"planned_end": None}, Window(date(2026, 3, 1), None)),
        ({"planned_start": None, "planned_end": None}, Window(None, None)),
        ({"planned_end": date(2026, 1, 1)}, Window(date(2026, 3, 1), None)),
    ],
    ids=str,
)
def test_actual_days_come_before_planned_ones(facts: dict[str, Any], window: Window) -> None:
    """The last: dates may be told so coarsely that the end lies before the start."""
    assert _site(**facts).window == window


def test_a_work_on_site_that_was_seen_after_its_planned_end_is_late() -> None:
    seen = date(2026, 7, 1)
    assert _site(status="implementation", progress_as_of=seen).window.end == seen
    assert _site(status="implementation", progress_as_of=seen, actual_end=date(2026, 6, 1)).window.end != seen
    assert _site(progress_as_of=seen).window.end == date(2026, 5, 31)


def test_a_work_that_is_done_was_over_by_its_newest_progress() -> None:
    done = {"status": "completed", "progress_as_of": date(2026, 4, 10)}
    assert _site(**done).window.end == date(2026, 4, 10)
    assert _site(**done, actual_start=date(2026, 4, 15)).window == Window(date(2026, 4, 15), date(2026, 4, 15))
    assert _site(**done, actual_end=date(2026, 5, 1)).window.end == date(2026, 5, 1)
    assert _site(**done | {"progress_as_of": date(2026, 8, 1)}).window.end == date(2026, 5, 31)


def test_windows_that_the_agency_accepts_are_kept_and_widen_what_is_acceptable() -> None:
    found = _said(early_start="2026-01-15", early_end="2026-02-28", late_start="2026-06-01", late_end="2026-09-30")
    assert found.early == Window(date(2026, 1, 15), date(2026, 2, 28))
    assert found.acceptable(12) == Period(date(2026, 1, 15), date(2026, 9, 30))
    assert _said(late_end="2026-01-01").acceptable(12) == _site().period(12)
    assert _said(early_start="2026-03-01", early_end="2026-02-01").early is None
    begun = site(
        {**_ROW, "status": "implementation", "details": {"coordination": [{"id": "1", "late_end": "2027-01-01"}]}}
    )
    assert begun.acceptable(12) == begun.period(12)
