"""Whole maps for files: the tiles that are served, each once, all of one publication, and every work at the deepest."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest
import shapely
from shapely import LineString, MultiPolygon, Point, box

from geo.boundaries import BoundarySet, District
from geo.codes import Category, Status
from geo.errors import StoreUnavailable
from geo.project import Project
from geo.projects import Selection
from geo.publishing import publish_districts, withdraw_samples
from geo.store.connecting import ReadPool
from geo.store.urls import Login
from geo.tiles import Asked, Counts, TileAddress, Whole, count_by_district, every_tile, is_counted, read_tile
from geo.values import Bbox
from tests.builders import ACROSS, AGENCY, EAST, INSIDE_WEST, project, publish, publish_two_districts
from tests.fixtures.database import Database
from tests.geo.tiles.reading import WORKS, at
from tests.mvt import Feature
from tests.mvt import read_tile as layers

ROUND = Asked(boundary_set="old")
THIN = box(108.05, 16.05, 108.0537, 16.05003)  # 400 m long, 3 m wide
CITY = [
    project("A", footprint=INSIDE_WEST, status=Status.COMPLETED, category=Category.ROAD),
    project("B", footprint=Point(108.051, 16.051), status=Status.IMPLEMENTATION),
    project("C", footprint=ACROSS, status=Status.IMPLEMENTATION, agency="ban-2"),
    project("D", footprint=EAST, agency="ban-2", sample=True),
    project("E", footprint=box(108.16, 16.01, 108.1605, 16.0105), category=Category.SEWER),
    project("F"),
]


@pytest.fixture
def city(database: Database) -> Database:
    """Two districts and six works."""
    publish_two_districts(database.writer_url)
    publish_city(database, CITY)
    return database


def publish_city(database: Database, works: list[Project]) -> None:
    publish(database.writer_url, works, agencies=[replace(AGENCY, code=code) for code in ("ban-1", "ban-2")])


def run(database: Database, reading: Any) -> Any:  # noqa: ANN401
    """What a coroutine gives that reads from a pool."""

    async def running() -> Any:  # noqa: ANN401
        pool = ReadPool((Login(database.reader_url),), size=2, statement_timeout=timedelta(seconds=60))
        await pool.open()
        try:
            return await reading(pool)
        finally:
            await pool.close()

    return asyncio.run(running())


def newest(database: Database) -> int:
    with psycopg.connect(database.reader_url) as connection:
        row = connection.execute("SELECT coalesce(max(number), 0) FROM published.publication").fetchone()
    return int(row[0]) if row else 0


def whole(database: Database, asked: Asked = ROUND, number: int | None = None, **more: Any) -> dict[TileAddress, bytes]:  # noqa: ANN401
    """Every tile of a map."""
    wanted = Whole(asked, newest(database) if number is None else number, **more)

    async def reading(pool: ReadPool) -> dict[TileAddress, bytes]:
        async with aclosing(every_tile(pool, wanted)) as tiles:
            found = [(one.tile, one.data) async for one in tiles]
        assert len(dict(found)) == len(found), "a tile came twice"
        return dict(found)

    drawn: dict[TileAddress, bytes] = run(database, reading)
    return drawn


def served(database: Database, tiles: list[TileAddress], asked: Asked) -> dict[TileAddress, bytes]:
    """The tiles as they are served."""

    async def reading(pool: ReadPool) -> dict[TileAddress, bytes]:
        counts: Counts | None = None
        if asked.selection is not None and asked.boundary_set is not None:
            counts = await count_by_district(pool, asked.selection, asked.boundary_set)
        found = {}
        for tile in tiles:
            many = counts is not None and await is_counted(pool, tile, asked)
            found[tile] = (await read_tile(pool, tile, asked, counts if many else None)).data
        return found

    drawn: dict[TileAddress, bytes] = run(database, reading)
    return drawn


def told(data: bytes) -> dict[str, list[str]]:
    """What a tile shows, whatever the order of its features."""
    return {name: sorted(f"{one.properties} {one.geometry.wkt}" for one in of) for name, of in layers(data).items()}


def around(zoom: int) -> list[TileAddress]:
    """The tiles of a zoom on which the two districts lie, and those beside them."""
    first, last = at(zoom, 107.99, 16.11), at(zoom, 108.21, 15.99)
    return [TileAddress(zoom, x, y) for x in range(first.x, last.x + 1) for y in range(first.y, last.y + 1)]


CHOICES = {
    "everything": ROUND,
    "status": replace(ROUND, statuses=frozenset({Status.IMPLEMENTATION})),
    "agency": replace(ROUND, selection=Selection(agencies=frozenset({"ban-2"}))),
    "box": replace(ROUND, selection=Selection(bbox=Bbox(108.0, 16.0, 108.12, 16.1))),
    "district": replace(ROUND, selection=Selection(districts=frozenset({"old.east"}))),
    "no districts": WORKS,
}


@pytest.mark.parametrize("choice", CHOICES)
def test_above_the_deepest_zoom_the_tiles_are_those_that_are_served(choice: str, city: Database, crowded: None) -> None:
    asked = CHOICES[choice]
    drawn = whole(city, asked)
    deepest = max(tile.zoom for tile in drawn)
    tiles = [tile for zoom in range(deepest) for tile in around(zoom)]
    assert {tile for tile in drawn if tile.zoom < deepest} <= set(tiles)
    for tile, data in served(city, tiles, asked).items():
        assert told(drawn.get(tile, b"")) == told(data), tile


def test_an_empty_tile_is_left_out(city: Database) -> None:
    drawn = whole(city)
    assert all(drawn.values())
    assert TileAddress(1, 0, 0) not in drawn


def at_deepest(drawn: dict[TileAddress, bytes]) -> dict[str, list[Feature]]:
    """The works of the deepest zoom by their id."""
    deepest = max(tile.zoom for tile in drawn)
    found: dict[str, list[Feature]] = {}
    for tile, data in drawn.items():
        for one in layers(data).get("projects", []) if tile.zoom == deepest else []:
            found.setdefault(one.properties["id"], []).append(one)
    return found


@pytest.mark.parametrize("choice", ["everything", "status", "agency"])
def test_the_deepest_zoom_has_every_work_that_is_chosen(choice: str, city: Database, crowded: None) -> None:
    found = set(at_deepest(whole(city, CHOICES[choice])))
    assert found == {"everything": set("ABCDE"), "status": {"B", "C"}, "agency": {"C", "D"}}[choice]


def test_small_and_thin_works_have_their_shape_at_the_deepest_zoom_or_are_points(database: Database) -> None:
    small = box(108.0600, 16.05, 108.06010, 16.05005)  # 11 m by 5 m
    line = LineString([(108.07 + n * 0.0001, 16.05 + (n % 2) * 0.00002) for n in range(40)])  # 2 m up and down
    tiny = box(108.08, 16.05, 108.080001, 16.050001)
    flat = box(108.09, 16.05, 108.0901, 16.0500001)  # a centimetre wide
    works = {"small": small, "thin": THIN, "line": line, "tiny": tiny, "flat": flat}
    publish(database.writer_url, [project(name, footprint=shape) for name, shape in works.items()])
    found = at_deepest(whole(database, WORKS))
    kinds = {name: {one.geometry.geom_type for one in parts} for name, parts in found.items()}
    assert kinds == {
        "small": {"MultiPolygon"},
        "thin": {"MultiPolygon"},
        "line": {"MultiLineString"},
        "tiny": {"MultiPoint"},
        "flat": {"MultiPoint"},
    }
    assert int(shapely.get_num_coordinates(found["line"][0].geometry)) == 40


@pytest.mark.parametrize(("apart", "deepest"), [(0.05, 14), (0.012, 15), (0.0001, 16)])
def test_a_map_goes_deeper_where_works_are_dense_but_not_below_zoom_16(
    apart: float, deepest: int, database: Database, crowded: None
) -> None:
    west = at(14, 108.05, 16.05).x / (1 << 14) * 360 - 180 + 0.001
    publish(
        database.writer_url,
        [project(f"P{n}", footprint=Point(west + n * apart / 3 + 0.002, 16.0545)) for n in range(4)],
    )
    drawn = whole(database, WORKS)
    assert max(tile.zoom for tile in drawn) == deepest
    assert set(at_deepest(drawn)) == {"P0", "P1", "P2", "P3"}


def change(database: Database) -> None:
    """Move, rename, add and withdraw works."""
    publish_city(
        database,
        [
            project("A", footprint=Point(108.15, 16.02), status=Status.COMPLETED),
            replace(CITY[1], titles={"vi": "Khác"}),
            project("G", footprint=Point(108.0505, 16.0505)),
            replace(CITY[4], footprint=None),
        ],
    )
    with psycopg.connect(database.writer_url) as connection:
        withdraw_samples(connection, languages=("vi", "en"))


@pytest.mark.parametrize("choice", CHOICES)
def test_an_earlier_publication_gives_the_same_bytes_later(choice: str, city: Database, crowded: None) -> None:
    number = newest(city)
    before = whole(city, CHOICES[choice])
    change(city)
    assert whole(city, CHOICES[choice]) != before
    assert whole(city, CHOICES[choice], number) == before


def test_a_publication_of_before_any_work_is_a_map_without_works(city: Database) -> None:
    drawn = {name for data in whole(city, number=1).values() for name in layers(data)}
    assert drawn == {"districts", "district_labels"}
    assert whole(city, WORKS, number=1) == {}


def test_the_order_of_rows_in_the_database_changes_no_byte(city: Database, crowded: None) -> None:
    before = {name: whole(city, asked) for name, asked in CHOICES.items()}
    with psycopg.connect(city.url, autocommit=True) as connection:
        for table in ("map_shape", "project_brief", "map_cell", "map_cell_kind", "map_tile", "map_district"):
            connection.execute(f"CREATE TEMPORARY TABLE kept AS SELECT * FROM published.{table} ORDER BY 1 DESC")
            connection.execute(f"DELETE FROM published.{table}")
            connection.execute(f"INSERT INTO published.{table} SELECT * FROM kept")
            connection.execute("DROP TABLE kept")
    assert {name: whole(city, asked) for name, asked in CHOICES.items()} == before


def test_districts_that_are_named_are_drawn_whatever_their_set(city: Database) -> None:
    other = BoundarySet(code="new", names={"vi": "Mới"})
    north = District(code="north", names={"vi": "Bắc"}, boundary=MultiPolygon([box(108.0, 16.1, 108.1, 16.2)]))
    with psycopg.connect(city.writer_url) as connection:
        publish_districts(connection, other, [north])
    drawn = whole(city, Asked(content=frozenset()), districts=frozenset({"old.west", "new.north"}))
    shown = {one.properties["id"] for data in drawn.values() for one in layers(data).get("districts", [])}
    assert shown == {"old.west", "new.north"}
    assert {name for data in drawn.values() for name in layers(data)} == {"districts", "district_labels"}
    assert max(tile.zoom for tile in drawn) == 14


def test_a_publication_that_no_database_has_is_not_drawn(city: Database) -> None:
    with pytest.raises(StoreUnavailable):
        whole(city, number=newest(city) + 1)
