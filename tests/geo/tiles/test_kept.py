"""What the map draws is kept by the publishing transaction, and equals what is made anew."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import psycopg
from alembic import command
from hypothesis import HealthCheck, given, settings
from shapely import Point
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from geo.cluster import Cluster
from geo.codes import Status
from geo.publishing.drawing import redraw
from geo.store.migrating import config, migrate
from geo.tiles.address import quad_code
from geo.values import Progress
from tests.builders import project, publish, publish_two_districts
from tests.fixtures.database import Database, copy_of
from tests.geo.stored import rows
from tests.geo.tiles.editing import Publication, publications

KEPT = (
    "SELECT s.*, ST_AsEWKB(shape), ST_AsEWKB(simple) FROM published.map_shape AS s ORDER BY project_id",
    "SELECT * FROM published.map_cell ORDER BY cell",
    "SELECT * FROM published.map_cell_kind ORDER BY cell, status, category",
    "SELECT tile, works FROM published.map_tile WHERE works <> 0 ORDER BY tile",
    "SELECT d.*, ST_AsEWKB(shape), ST_AsEWKB(middle), ST_AsEWKB(coarse) FROM published.map_district AS d ORDER BY 1",
)
RANDOM = settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])


def kept(connection: psycopg.Connection) -> list[list[tuple[Any, ...]]]:
    return [connection.execute(statement).fetchall() for statement in KEPT]


def counted_in_python(connection: psycopg.Connection) -> Counter[tuple[int, str, str]]:
    """Works by cell, status and category, from their anchors alone."""
    found: Counter[tuple[int, str, str]] = Counter()
    half = math.pi * 6378137
    statement = "SELECT anchor_x, anchor_y, status, category FROM published.map_shape"
    for x, y, status, category in connection.execute(statement).fetchall():
        for zoom in range(15):
            across = 1 << (zoom + 5)
            column = min(max(math.floor((x + half) / (2 * half) * across), 0), across - 1)
            row = min(max(math.floor((half - y) / (2 * half) * across), 0), across - 1)
            found[quad_code(zoom + 5, column, row), status or "", category or ""] += 1
    return found


@RANDOM
@given(history=publications)
def test_after_any_publications_the_tables_equal_those_made_anew(
    history: list[Publication], template: str, cluster: Cluster
) -> None:
    with copy_of(template, cluster) as database:
        publish_two_districts(database.writer_url)
        for publication in history:
            publication.publish(database)
        with psycopg.connect(database.url) as connection:
            before = kept(connection)
            counted = {row[:3]: row[3] for row in before[2]}
            assert counted == counted_in_python(connection)
            redraw(connection)
            assert kept(connection) == before


def test_a_cell_counts_by_status_and_sums_what_is_entered(database: Database) -> None:
    works = [
        project("A", footprint=Point(108.2, 16.05), status=Status.COMPLETED, progress=Progress(actual=1)),  # type: ignore[arg-type]
        project("B", footprint=Point(108.2, 16.05), status=Status.SUSPENDED),
        project("C", footprint=Point(108.2, 16.05)),
    ]
    publish(database.writer_url, works)
    columns = "works, completed, suspended, not_entered, progress_sum, progress_count, sum_x"
    found = rows(database, f"SELECT {columns} FROM published.map_cell")
    x = round(math.radians(108.2) * 6378137)
    assert found == [(3, 1, 1, 1, 1_000_000, 1, 3 * x)] * 15


def test_a_work_without_a_footprint_is_not_on_the_map(database: Database) -> None:
    publish(database.writer_url, [project("A")])
    assert rows(database, "SELECT (SELECT count(*) FROM published.map_shape), count(*) FROM published.map_cell") == [
        (0, 0)
    ]


def test_a_change_that_is_not_drawn_leaves_the_map_as_it_is(database: Database) -> None:
    statement = "SELECT xmin::text, project_id FROM published.map_shape"
    publish(database.writer_url, [project("A", footprint=Point(108.2, 16.05))])
    before = rows(database, statement)
    assert publish(database.writer_url, [project("A", footprint=Point(108.2, 16.05), address="Đường 2")]).published
    assert rows(database, statement) == before


def test_a_work_that_loses_its_footprint_leaves_no_empty_cell(database: Database) -> None:
    publish(database.writer_url, [project("A", footprint=Point(108.2, 16.05))])
    publish(database.writer_url, [project("A")])
    for table in ("map_shape", "map_cell", "map_cell_kind"):
        assert rows(database, f"SELECT count(*) FROM published.{table}") == [(0,)]
    assert rows(database, "SELECT max(works) FROM published.map_tile") == [(0,)]


def test_what_lies_beyond_the_projection_is_cut_off_or_left_out(database: Database) -> None:
    publish(
        database.writer_url,
        [
            project("across", footprint=Point(0, 80).buffer(8)),
            project("beyond", footprint=Point(0, 89)),
            project("corner", footprint=Point(180, -85.05)),
        ],
    )
    found = rows(database, "SELECT project_id, ST_YMax(shape) < 20037509 FROM published.map_shape ORDER BY 1")
    assert found == [("across", True), ("corner", True)]


def test_a_quad_code_is_the_same_in_the_database(database: Database) -> None:
    with psycopg.connect(database.reader_url) as connection:
        for zoom, x, y in ((0, 0, 0), (1, 1, 0), (3, 5, 2), (19, 419_430, 252_001), (19, 524_287, 524_287)):
            found = connection.execute("SELECT published.quad_code(%s, %s, %s)", [zoom, x, y]).fetchone()
            assert found == (quad_code(zoom, x, y),)


def test_migrating_a_store_that_has_works_fills_the_map(database: Database) -> None:
    publish_two_districts(database.writer_url)
    publish(database.writer_url, [project(f"P{n}", footprint=Point(108 + n * 0.01, 16.05)) for n in range(20)])
    with psycopg.connect(database.url) as connection:
        before = kept(connection)
    engine = create_engine(make_url(database.url).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    with engine.connect() as downgrading:
        command.downgrade(config(downgrading), "0002")
        downgrading.commit()
    migrate(database.url)
    with psycopg.connect(database.url) as connection:
        assert kept(connection) == before
        found = connection.execute("SELECT min(generation), max(generation) FROM published.map_tile").fetchone()
    assert found == (2, 2)
