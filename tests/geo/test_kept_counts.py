"""Which counts come from the kept counters, and that they are the same as counting rows."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from shapely import Point

from geo import projects
from geo.codes import Category, Status
from geo.items import Asked, Page, read_page
from geo.projects import Selection
from geo.store.connecting import ReadPool
from geo.store.urls import Login
from geo.values import Bbox
from tests.builders import project, publish
from tests.fixtures.database import Database
from tests.fixtures.site import TODAY

KEPT = [
    Selection(),
    Selection(statuses=frozenset({Status.IMPLEMENTATION, Status.COMPLETED})),
    Selection(categories=frozenset({Category.ROAD}), mapped=False),
    Selection(agencies=frozenset({"ban-1", "nobody"})),
    Selection(statuses=frozenset({Status.COMPLETED, Status.IMPLEMENTATION}), categories=frozenset({Category.ROAD})),
    Selection(geometry_class="point", mapped=True, statuses=frozenset({Status.COMPLETED})),
    Selection(as_of=1, agencies=frozenset({"ban-1"}), categories=frozenset({Category.ROAD})),
]
COUNTED = [
    Selection(bbox=Bbox(107, 15, 109, 17)),
    Selection(statuses=frozenset({Status.COMPLETED}), agencies=frozenset({"ban-1"})),
    Selection(conditions=(lambda bind: f"v.title = {bind('x')}",)),
]


@pytest.mark.parametrize("selection", KEPT)
def test_counts_of_one_attribute_are_kept(database: Database, selection: Selection) -> None:
    kept = projects.selecting(selection)
    assert kept.count is not None
    works = [
        project(
            f"P{n}",
            status=(Status.IMPLEMENTATION, Status.COMPLETED, None)[n % 3],
            category=(Category.ROAD, None)[n % 2],
            footprint=Point(108, 16) if n % 5 else None,
        )
        for n in range(30)
    ]
    publish(database.writer_url, works)
    pages = asyncio.run(_both(database, selection))
    assert pages[0].matched == pages[1].matched > 0


async def _both(database: Database, selection: Selection) -> tuple[Page, Page]:
    pool = ReadPool((Login(database.reader_url),), size=1, statement_timeout=timedelta(seconds=10))
    await pool.open()
    asked = Asked(limit=1, language="vi", today=TODAY)
    how = projects.selecting(selection)
    try:
        counted = await read_page(pool, projects.SOURCE, replace(how, count=None), asked)
        return await read_page(pool, projects.SOURCE, how, asked), counted
    finally:
        await pool.close()


@pytest.mark.parametrize("selection", COUNTED)
def test_other_counts_are_of_the_rows(selection: Selection) -> None:
    assert projects.selecting(selection).count is None
