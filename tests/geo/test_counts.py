"""The counters and extents that publications keep equal what a count of everything finds."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

import psycopg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import GeometryCollection, LineString, Point, box

from geo.codes import Category, Status
from geo.collections import projects_extent
from geo.project import Agency, Project
from geo.sql import query
from geo.store.connecting import ReadPool
from geo.store.urls import Login
from tests.builders import project, publish
from tests.fixtures.database import Database

SHAPES = [
    None,
    Point(108.1, 16.1),
    Point(108.9, 16.9),
    LineString([(108.0, 16.0), (108.2, 16.3)]),
    box(108.3, 16.2, 108.4, 16.5),
    GeometryCollection([Point(108.5, 16.5), LineString([(108.5, 16.5), (108.6, 16.5)])]),
]
AGENCIES = (Agency("ban-1", {"vi": "Một"}), Agency("ban-2", {"vi": "Hai"}))

works = st.builds(
    project,
    id=st.sampled_from(["P1", "P2", "P3", "P4"]),
    status=st.sampled_from([None, Status.IMPLEMENTATION, Status.COMPLETED]),
    category=st.sampled_from([None, Category.ROAD]),
    agency=st.sampled_from(["ban-1", "ban-2"]),
    footprint=st.sampled_from(SHAPES),
    planned_start=st.sampled_from([None, date(2025, 1, 1), date(2026, 6, 1)]),
    actual_end=st.sampled_from([None, date(2026, 12, 31)]),
    sample=st.booleans(),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(works, max_size=4, unique_by=lambda one: one.id), min_size=1, max_size=4))
def test_counters_and_extents_equal_a_rebuild_after_any_edits(database: Database, edits: list[list[Project]]) -> None:
    for batch in edits:
        publish(database.url, batch, agencies=AGENCIES)
    with psycopg.connect(database.url) as connection:
        kept = _counts(connection), _extents(connection)
        connection.execute("TRUNCATE published.project_count, published.project_extent")
        connection.execute(f"INSERT INTO published.project_count {query('kept/counts')}".encode())
        connection.execute(query("counts/extents_rebuild"))
        assert kept == (_counts(connection), _extents(connection))


def test_no_work_is_looked_at_for_the_extent_of_a_class_that_has_none(database: Database) -> None:
    publish(database.url, [project("P1", footprint=SHAPES[1])])
    with psycopg.connect(database.url) as connection:
        plan = connection.execute("EXPLAIN (ANALYZE, COSTS off) " + query("counts/extents_rebuild")).fetchall()
    read = [line for (line,) in plan if "project_version" in line]
    assert read
    assert all("never executed" in line for line in read)


def _counts(connection: psycopg.Connection) -> set[Any]:
    return set(connection.execute("SELECT * FROM published.project_count WHERE projects <> 0").fetchall())


def _extents(connection: psycopg.Connection) -> set[Any]:
    return set(connection.execute("SELECT * FROM published.project_extent").fetchall())


def test_every_footprint_has_the_class_that_it_is_drawn_as(database: Database) -> None:
    publish(database.url, [project(f"P{n}", footprint=shape) for n, shape in enumerate(SHAPES)])
    with psycopg.connect(database.reader_url) as connection:
        found = connection.execute("SELECT geometry_class FROM published.project_now ORDER BY project_id").fetchall()
    assert [row[0] for row in found] == [None, "point", "point", "line", "area", "mixed"]


def test_a_work_that_ends_before_it_starts_takes_place_when_it_starts(database: Database) -> None:
    day = date(2026, 6, 1)
    publish(database.url, [project("P1", actual_start=day, planned_end=date(2026, 3, 1))])
    publish(database.url, [project("P2")])
    now, then = asyncio.run(_in_time(database))
    assert (now, then) == ((day, day), (day, day))


async def _in_time(database: Database) -> list[tuple[date | None, date | None]]:
    """When the works lie, now and as of the first publication."""
    pool = ReadPool((Login(database.reader_url),), size=1, statement_timeout=timedelta(seconds=10))
    await pool.open()
    try:
        found = [await projects_extent(pool, as_of=one) for one in (None, 1)]
    finally:
        await pool.close()
    return [(one.start, one.end) for one in found if one is not None]
