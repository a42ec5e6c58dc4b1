"""A site with five works of two agencies that concern each other, published twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from shapely.geometry.base import BaseGeometry

from geo.codes import Category, Status
from geo.project import Agency, Project
from tests.builders import AGENCY, project, publish, publish_two_districts
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving
from tests.geo.overlaps.test_measuring import area, line

OTHER = Agency("ban-2", {"vi": "Ban quản lý số 2", "en": "Board no. 2"})
HOSTILE = "<img src=x onerror=alert(1)> =1+1 ${x}"
STREET = line((-2000, 0), (-1600, 0))


def work(name: str, shape: BaseGeometry, start: str, end: str, **facts: Any) -> Project:  # noqa: ANN401
    """A planned work in a street."""
    days = {"planned_start": date.fromisoformat(start), "planned_end": date.fromisoformat(end)}
    usual: dict[str, Any] = {"category": Category.WATER, "status": Status.PREPARATION}
    return project(name, footprint=shape, **(usual | days | facts))


WORKS = (
    work("A", STREET, "2087-01-01", "2087-03-31"),
    work(
        "B",
        line((-1720, 5), (-1100, 5)),
        "2087-02-01",
        "2087-03-31",
        agency=OTHER.code,
        titles={"en": HOSTILE},
        address="Sông Hàn",
    ),
    work("C", line((-1900, -200), (-1900, 200)), "2087-03-01", "2087-03-31"),
    work("D", area(-1000, 0, -900, 100), "2026-01-01", "2026-03-31", category=Category.ROAD, agency=OTHER.code),
    work("E", area(-950, 50, -850, 150), "2026-02-01", "2026-04-30", category=Category.ROAD),
)
"""A and B clash on 120 m, A and C cross, D and E share 2,500 m2 and are over in November 2026."""
MOVED = replace(WORKS[1], planned_start=date(2087, 10, 1), planned_end=date(2087, 12, 31))
"""B half a year later: it could be joined with A."""


def put_in(url: str) -> None:
    """Two districts, and the works."""
    publish_two_districts(url)
    publish(url, WORKS, agencies=(AGENCY, OTHER))


@pytest.fixture(scope="module")
def site(module_database: Database) -> Iterator[Site]:
    """A site that tests only read."""
    put_in(module_database.writer_url)
    publish(module_database.writer_url, (MOVED,), agencies=(AGENCY, OTHER))
    with serving(module_database) as running:
        yield running
