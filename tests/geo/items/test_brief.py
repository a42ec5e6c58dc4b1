"""Pages that are found in the brief of the projects are those that the whole rows give."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from shapely import LineString, MultiPolygon, Point, box

from geo.codes import Category, Status
from geo.filters import PROJECTS, condition, parse
from geo.items import Asked, Page, Selecting, SortKey, read_page
from geo.periods import Interval
from geo.projects import SOURCE, Selection, selecting
from geo.projects.density import is_dense
from geo.projects.selection import is_in_brief
from geo.store.connecting import ReadPool
from geo.store.urls import Login
from geo.values import Bbox, Progress
from tests.builders import project, publish, publish_two_districts, vnd
from tests.fixtures.database import Database
from tests.fixtures.site import TODAY

BOX = Bbox(108.05, 16.0, 108.1, 16.05)
TIGHT = Bbox(108.05000000000001, 16.0, 108.09999999999998, 16.05)
ACROSS = Bbox(108.0, 15.9, -179.5, 16.2)
SHAPES = [
    None,
    Point(108.05, 16.05),
    Point(108.1, 16.0),
    LineString([(108.06, 16.01), (108.09, 16.04)]),
    LineString([(108.0, 16.06), (108.11, 16.06), (108.11, 15.9)]),
    LineString([(108.04, 15.99), (108.06, 16.01)]),
    LineString([(108.04, 16.04), (108.06, 16.06)]),
    box(108.05, 16.0, 108.1, 16.05),
    box(108.1, 16.05, 108.2, 16.1),
    box(108.0, 15.9, 108.3, 16.3),
    MultiPolygon([box(179.5, 16, 180, 16.1), box(-180, 16, -179.4, 16.1)]),
]
WORKS = [
    project(
        f"P{n:02d}",
        titles={"vi": f"Công trình {n % 7}"},
        contractor=f"C{n % 3}" if n % 5 else None,
        address=f"Đường {n % 4}",
        districts=("old.west",) * (n % 6 == 0),
        status=(Status.IMPLEMENTATION, Status.COMPLETED, None)[n % 3],
        category=(Category.ROAD, None)[n % 2],
        footprint=SHAPES[n % len(SHAPES)],
        planned_start=date(2025, 1, 1),
        planned_end=date(2025, 1 + n % 5, 1) if n % 4 else None,
        budget=vnd(n % 6) if n % 5 else None,
        progress=Progress(actual=Decimal(n % 4) / 10),
    )
    for n in range(44)
]


def cql(text: str) -> Any:  # noqa: ANN401
    """A filter as a condition of a selection."""
    return lambda bind: condition(parse(text), PROJECTS, bind, today=TODAY)


SELECTIONS = [
    Selection(),
    Selection(statuses=frozenset({Status.COMPLETED})),
    Selection(districts=frozenset({"old.west"})),
    Selection(districts=frozenset({"old.west"}), categories=frozenset({Category.ROAD}), mapped=True),
    Selection(districts=frozenset({"old.west", "old.east"}), geometry_class="line"),
    Selection(interval=Interval(date(2025, 3, 1), None), mapped=False),
    Selection(agencies=frozenset({"ban-1"}), statuses=frozenset({Status.COMPLETED})),
    Selection(conditions=(cql("budget > 2 AND days_late > 0"),)),
    Selection(conditions=(cql("title LIKE '%3' OR progress_actual IS NULL"),)),
    Selection(districts=frozenset({"old.west"}), categories=frozenset({Category.ROAD})),
    Selection(conditions=(cql("contractor = 'C1' AND published > TIMESTAMP('2020-01-01T00:00:00Z')"),)),
    Selection(conditions=(cql("address LIKE '%2' OR A_CONTAINS(declared_districts, ('old.west'))"),)),
    Selection(area=box(108.05, 16.0, 108.1, 16.05).buffer(0.004)),
    Selection(bbox=BOX),
    Selection(bbox=TIGHT),
    Selection(bbox=ACROSS, statuses=frozenset({Status.IMPLEMENTATION})),
    Selection(bbox=BOX, districts=frozenset({"old.west"}), conditions=(cql("budget > 2"),)),
]
SORTS = [
    (),
    (SortKey("v.planned_end", "date", descending=True),),
    (SortKey("v.budget", "numeric"), SortKey("v.title", "text", descending=True)),
]


@pytest.fixture(scope="module")
def city(module_database: Database) -> Database:
    """Projects of every kind, in two districts."""
    publish_two_districts(module_database.writer_url)
    publish(module_database.writer_url, WORKS)
    return module_database


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("selection", SELECTIONS)
def test_pages_from_the_brief_are_those_of_the_whole_rows(
    city: Database, selection: Selection, sort: tuple[SortKey, ...]
) -> None:
    brief = selecting(selection, dense=True)
    whole = replace(brief, brief=None, count=None, gather=False)
    assert brief.brief is not None
    assert asyncio.run(run(city, brief, sort)) == asyncio.run(run(city, whole, sort)) != []


async def run(city: Database, how: Selecting, sort: tuple[SortKey, ...]) -> list[tuple[tuple[bytes, ...], int]]:
    """Every page of a paging run: its features, and how many match."""
    pool = ReadPool((Login(city.reader_url),), size=1, statement_timeout=timedelta(seconds=10))
    await pool.open()
    asked, pages = Asked(limit=7, language="vi", today=TODAY, sort=sort), []
    try:
        while True:
            page: Page = await read_page(pool, SOURCE, how, asked)
            pages.append((tuple(page.features()), page.matched))
            if page.following is None:
                return pages
            asked = replace(asked, position=page.following)
    finally:
        await pool.close()


@pytest.mark.parametrize(
    "selection",
    [
        Selection(as_of=1),
        Selection(area=LineString([(108, 16), (109, 17)])),
        Selection(bbox=Bbox(108, 16, 108, 17)),
        Selection(bbox=Bbox(180, 16, -179, 17)),
        Selection(conditions=(cql("S_INTERSECTS(footprint, POINT(108 16))"),)),
    ],
)
def test_what_the_brief_does_not_hold_is_found_in_the_whole_rows(selection: Selection) -> None:
    assert not is_in_brief(selection)
    assert selecting(selection, dense=True).brief is None


def test_a_sort_by_what_the_brief_does_not_hold_takes_the_whole_rows(city: Database) -> None:
    assert SOURCE.brief is not None
    assert not SOURCE.brief.holds("v.ground")
    assert len(asyncio.run(run(city, selecting(Selection()), (SortKey("v.ground", "text"),)))) == 7


def test_a_box_is_dense_where_a_good_part_of_many_works_lies_in_it(database: Database) -> None:
    works = [project(f"P{n}", footprint=Point(108 + n % 50 * 0.001, 16 + n // 50 * 0.001)) for n in range(2_600)]
    publish(database.writer_url, works)
    boxes = [
        Bbox(107, 15, 109, 17),
        Bbox(-180, -90, 180, 90),
        Bbox(107.99, -60, 107, 80),
        Bbox(108, 16, 108.01, 16.01),
        Bbox(110, 16, 111, 17),
        Bbox(107, 89, 109, 90),
    ]

    async def asking() -> list[bool]:
        pool = ReadPool((Login(database.reader_url),), size=1, statement_timeout=timedelta(seconds=10))
        await pool.open()
        try:
            return [await is_dense(pool, one) for one in boxes]
        finally:
            await pool.close()

    assert asyncio.run(asking()) == [True, True, True, False, False, False]
