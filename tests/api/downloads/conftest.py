"""Sites that keep files, each in a folder of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

import httpx
import pytest
from shapely import Point

from geo.codes import Status
from geo.project import Project
from geo.values import Money, Progress
from tests.builders import ACROSS, INSIDE_WEST, project, publish, publish_two_districts
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving

Fetch: TypeAlias = Callable[..., httpx.Response]


def works() -> list[Project]:
    """Three works: a point with nought, a line, and one without a place."""
    return [
        project(
            "P1",
            footprint=INSIDE_WEST,
            status=Status.IMPLEMENTATION,
            progress=Progress(None, Decimal(0), date(2026, 11, 1)),
            budget=Money(Decimal("12345678901234567890"), "VND"),
        ),
        project("P2", footprint=ACROSS, status=Status.COMPLETED),
        project("P3", titles={"vi": "=1+1"}),
    ]


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Iterator[Site]:
    """A site with two districts and three works."""
    publish_two_districts(database.writer_url)
    publish(database.writer_url, works())
    with serving(database, data_dir=tmp_path) as running:
        yield running


@pytest.fixture
def shelf(site: Site, tmp_path: Path) -> Path:
    """The folder of the site's files."""
    return tmp_path / "downloads"


def fetched(site: Site, path: str, **more: object) -> httpx.Response:
    """The file at a path, waited for where it is built first."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        answer = httpx.get(site.url + path, timeout=60, **more)  # type: ignore[arg-type]
        if answer.status_code != 202:
            return answer
        time.sleep(0.3)
    raise AssertionError("the file was not built")


def point(number: int) -> Project:
    """One of many works."""
    return project(f"Q{number:05}", footprint=Point(108.05 + number * 1e-6, 16.05))
