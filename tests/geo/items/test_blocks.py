"""Rectangles within a shape and beside it, and the works that they tell of."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from datetime import timedelta

import psycopg
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.items.blocks import inside_and_beside
from geo.projects import Selection
from geo.projects.selection import is_in_brief
from geo.store.connecting import ReadPool
from geo.store.urls import Login
from geo.tiles import count_by_district
from tests.builders import project, publish, publish_two_districts
from tests.fixtures.database import Database

TRIANGLE = Polygon([(108.02, 16.01), (108.18, 16.02), (108.07, 16.09)])
RING = Point(108.1, 16.05).buffer(0.045).difference(Point(108.1, 16.05).buffer(0.02))
APART = MultiPolygon([box(108.0, 16.0, 108.03, 16.03), box(108.15, 16.06, 108.2, 16.1)])
TOUCHING = """
    SELECT s.district_id, count(*) FROM published.project_now AS v
    JOIN published.district_share AS s ON s.project_id = v.project_id AND s.version = v.version
    WHERE ST_Intersects(v.footprint, ST_GeomFromWKB(%s, 4326)) GROUP BY s.district_id
"""
_PLACES = st.floats(-1, 1, allow_nan=False, width=32)


@given(corners=st.lists(st.tuples(_PLACES, _PLACES), min_size=3, max_size=12))
def test_rectangles_lie_within_a_shape_or_do_not_touch_it(corners: list[tuple[float, float]]) -> None:
    shape = shapely.make_valid(Polygon(corners), method="structure", keep_collapsed=True).buffer(0.01)
    inside, beside = inside_and_beside(shape)
    assert all(shape.covers(box(*one)) for one in inside)
    assert not any(shape.intersects(box(*one)) for one in beside)


@pytest.mark.parametrize(("shape", "part"), [(box(1, 2, 3, 5), 0.7), (TRIANGLE, 0.5), (RING, 0.4)])
def test_most_of_a_shape_is_in_few_rectangles(shape: BaseGeometry, part: float) -> None:
    inside, _ = inside_and_beside(shape)
    assert len(inside) <= 16
    assert shapely.union_all([box(*one) for one in inside]).area > part * shape.area


@pytest.mark.parametrize("shape", [TRIANGLE, RING, APART], ids=["triangle", "ring", "apart"])
def test_what_is_counted_in_a_shape_is_what_touches_it(works: Database, shape: BaseGeometry) -> None:
    selection = Selection(area=shape)
    assert is_in_brief(selection)
    with psycopg.connect(works.url) as connection:
        expected: dict[str, int] = dict(connection.execute(TOUCHING, [shapely.to_wkb(shape)]).fetchall())
    assert counted(works, selection) == expected
    assert sum(expected.values()) > 10


def test_a_line_and_a_point_are_asked_of_the_footprints_themselves() -> None:
    assert not is_in_brief(Selection(area=LineString([(108, 16), (109, 17)])))
    assert not is_in_brief(Selection(area=Point(108, 16)))


def counted(database: Database, selection: Selection) -> Counter[str]:
    async def reading() -> Counter[str]:
        pool = ReadPool((Login(database.reader_url),), size=1, statement_timeout=timedelta(seconds=60))
        await pool.open()
        try:
            found = (await count_by_district(pool, selection, "old")).districts
            return Counter({count.district_id: count.works for count in found})
        finally:
            await pool.close()

    return asyncio.run(reading())


@pytest.fixture
def works(database: Database) -> Database:
    """Points, lines, areas of any size and none in two districts."""
    publish_two_districts(database.writer_url)
    chance = random.Random(5)
    publish(database.writer_url, [project(f"P{n}", footprint=_drawn(chance, n % 4)) for n in range(160)])
    return database


def _drawn(chance: random.Random, kind: int) -> BaseGeometry | None:
    place = Point(chance.uniform(108.0, 108.2), chance.uniform(16.0, 16.1))
    other = Point(place.x + chance.uniform(-0.05, 0.05), place.y + chance.uniform(-0.05, 0.05))
    return (place, LineString([place, other]), box(*LineString([place, other]).bounds), None)[kind]
