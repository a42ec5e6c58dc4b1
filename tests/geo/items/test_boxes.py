"""Pages of a box, which an index of boxes answers alone, against the footprints themselves."""

from __future__ import annotations

import asyncio
import json
import random
from datetime import date, timedelta

import psycopg
import pytest
from shapely import GeometryCollection, LineString, MultiLineString, MultiPoint, Point, Polygon, box
from shapely.affinity import rotate, scale, translate
from shapely.geometry.base import BaseGeometry

from geo.items import Asked, Position
from geo.projects import Selection
from geo.projects.features import page
from geo.store.connecting import ReadPool
from geo.store.urls import Login
from geo.values import Bbox
from tests.builders import project, publish
from tests.fixtures.database import Database

CORNER = LineString([(0, 0), (0, 1), (1, 1)])
SHAPES: list[BaseGeometry] = [
    Point(0, 0),
    MultiPoint([(0, 0), (1, 1)]),
    LineString([(0, 0), (1, 1)]),
    CORNER,
    MultiLineString([[(0, 0), (0.2, 0)], [(0.8, 1), (1, 1)]]),
    Polygon([(0, 0), (1, 0), (0.5, 1)]),
    Polygon(box(0, 0, 1, 1).exterior, [box(0.2, 0.2, 0.8, 0.8).exterior]),
    GeometryCollection([Point(0, 0), LineString([(1, 0), (1, 1)])]),
]


def scattered() -> list[BaseGeometry]:
    """Shapes of every kind, 100 metres to some kilometres long, turned and thrown over a few kilometres."""
    chance = random.Random(11)
    return [
        translate(
            rotate(
                scale(SHAPES[place % len(SHAPES)], size, size, origin=(0, 0)), chance.uniform(0, 360), origin=(0, 0)
            ),
            108.2 + chance.uniform(-0.03, 0.03),
            16.05 + chance.uniform(-0.03, 0.03),
        )
        for place, size in enumerate(chance.choice([0.001, 0.005, 0.02]) for _ in range(160))
    ]


def ids(
    database: Database, bbox: Bbox, *, limit: int = 1000, after: str | None = None, as_of: int | None = None
) -> tuple[int, list[str]]:
    """What a page of the box says, now or as of a publication: how many match, and the ids on it."""

    async def asking() -> tuple[int, list[str]]:
        pool = ReadPool((Login(database.reader_url),), size=1, statement_timeout=timedelta(seconds=10))
        await pool.open()
        try:
            position = None if after is None else Position((after,), 7, 1)
            asked = Asked(limit=limit, language="vi", today=date(2026, 1, 1), position=position)
            found = await page(pool, Selection(bbox=bbox, as_of=as_of), asked)
            return found.matched, [json.loads(feature)["id"] for feature in found.features()]
        finally:
            await pool.close()

    return asyncio.run(asking())


@pytest.fixture
def city(database: Database) -> dict[str, BaseGeometry]:
    """Published works by their ids."""
    shapes = {f"P{number:03}": shape for number, shape in enumerate(scattered())}
    publish(database.writer_url, [project(name, footprint=shape) for name, shape in shapes.items()])
    return shapes


def test_boxes_find_what_touches_them_and_nothing_else(database: Database, city: dict[str, BaseGeometry]) -> None:
    chance = random.Random(5)
    hits = 0
    for _ in range(25):
        west, south = 108.2 + chance.uniform(-0.04, 0.03), 16.05 + chance.uniform(-0.04, 0.03)
        asked = Bbox(west, south, west + chance.uniform(0.001, 0.02), south + chance.uniform(0.001, 0.02))
        touched = box(asked.west, asked.south, asked.east, asked.north)
        expected = sorted(name for name, shape in city.items() if shape.intersects(touched))
        assert ids(database, asked) == (len(expected), expected)
        hits += len(expected)
    assert hits > 100


def test_a_page_goes_on_behind_a_key(database: Database, city: dict[str, BaseGeometry]) -> None:
    everywhere = Bbox(108, 15, 109, 17)
    assert ids(database, everywhere, limit=3, after="P100") == (7, ["P101", "P102", "P103"])


@pytest.mark.parametrize(("step", "found"), [(0.0, ["A"]), (1e-9, []), (-1e-9, ["A"])])
def test_an_edge_is_compared_to_the_last_digit(database: Database, step: float, found: list[str]) -> None:
    publish(database.writer_url, [project("A", footprint=LineString([(108.1, 16.1), (108.2, 16.1)]))])
    assert ids(database, Bbox(108.2 + step, 16.0, 108.3, 16.2))[1] == found


def test_a_shape_around_a_box_does_not_touch_it(database: Database) -> None:
    publish(database.writer_url, [project("A", footprint=translate(CORNER, 108, 16))])
    assert ids(database, Bbox(108.4, 16.2, 108.6, 16.4)) == (0, [])


def test_the_index_answers_alone(database: Database, city: dict[str, BaseGeometry]) -> None:
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE published.project_box")
        connection.execute("SET enable_seqscan = off")
        plan = connection.execute(
            "EXPLAIN SELECT project_id, one_place FROM published.project_box "
            "WHERE box && box(point(108.2, 16.05), point(108.21, 16.06))"
        ).fetchall()
    assert any("Index Only Scan using project_box_idx" in row[0] for row in plan)
