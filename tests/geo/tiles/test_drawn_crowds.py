"""Many works on a tile: cells and counts instead of shapes, of any choice, now and then."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from shapely import Point, box

from geo.codes import Category, Status
from geo.periods import Interval
from geo.projects import Selection
from geo.store.connecting import ReadPool
from geo.store.urls import Login
from geo.tiles import Asked, Content, count_by_district
from geo.values import Bbox
from tests.builders import ACROSS, EAST, INSIDE_WEST, project, publish, publish_two_districts
from tests.fixtures.database import Database
from tests.geo.tiles.reading import WORKS, at, one, one_then, properties, three
from tests.mvt import inside


@pytest.mark.usefixtures("crowded")
def test_more_works_than_shapes_are_drawn_of_are_counted_in_cells(database: Database) -> None:
    three(database)
    found = one(database, at(9, 108.1, 16.05))
    assert "projects" not in found
    first, second = sorted(properties(inside(found["project_cells"])), key=lambda cell: -cell["works"])
    assert first == {"works": 2, "completed": 1, "suspended": 1, "progress_actual": 0.35}
    assert second == {"works": 1, "not_entered": 1}


@pytest.mark.usefixtures("crowded")
def test_cells_hold_every_work_of_the_tiles_around_once(database: Database) -> None:
    three(database)
    publish(
        database.writer_url, [project(f"N{n}", footprint=Point(108 + n * 0.013, 16 + n * 0.007)) for n in range(20)]
    )
    for zoom in (0, 3, 7):
        cells = inside(one(database, at(zoom, 108.05, 16.05))["project_cells"])
        assert sum(cell.properties["works"] for cell in cells) == 23


@pytest.mark.usefixtures("crowded")
def test_fewer_works_in_the_tile_are_shapes_at_the_same_zoom(database: Database) -> None:
    three(database)
    assert set(one(database, at(14, 108.05, 16.05))) == {"projects"}


@pytest.mark.usefixtures("crowded")
def test_a_status_chooses_in_cells_and_in_shapes(database: Database) -> None:
    three(database)
    asked = Asked(content=frozenset({Content.WORKS}), statuses=frozenset({Status.SUSPENDED}))
    (cell,) = inside(one(database, at(9, 108.1, 16.05), asked)["project_cells"])
    (shape,) = one(database, at(14, 108.05, 16.05), asked)["projects"]
    assert (cell.properties, shape.properties["id"]) == ({"works": 1, "suspended": 1, "progress_actual": 0.5}, "B")


@pytest.mark.usefixtures("crowded")
def test_status_and_category_must_both_be_met(database: Database) -> None:
    three(database)
    road, suspended = frozenset({Category.ROAD}), frozenset({Status.SUSPENDED})
    works = frozenset({Content.WORKS})
    assert one(database, at(9, 108.1, 16.05), Asked(content=works, statuses=suspended, categories=road)) == {}
    (cell,) = inside(one(database, at(9, 108.1, 16.05), Asked(content=works, categories=road))["project_cells"])
    assert cell.properties == {"works": 1, "not_entered": 1}


@pytest.mark.usefixtures("crowded")
@pytest.mark.parametrize("asked", [WORKS, replace(WORKS, selection=Selection(agencies=frozenset({"ban-1"})))])
def test_a_crowded_tile_deeper_than_zoom_14_has_cells_too(database: Database, asked: Asked) -> None:
    works = [project(f"N{n}", footprint=Point(108.05 + n * 0.00001, 16.05), status=Status.COMPLETED) for n in range(9)]
    publish(database.writer_url, works)
    for zoom in (15, 18):
        found = one(database, at(zoom, 108.05, 16.05), asked)
        assert set(found) == {"project_cells"}
        assert sum(cell.properties["completed"] for cell in inside(found["project_cells"])) == 9
    assert set(one(database, at(22, 108.05, 16.05), asked)) == {"projects"}


@pytest.mark.usefixtures("crowded")
@pytest.mark.parametrize("chosen", [{"statuses": {Status.COMPLETED}}, {"selection": Selection(mapped=True)}])
def test_many_works_of_then_are_counted_of_what_is_chosen_too(database: Database, chosen: dict[str, Any]) -> None:
    publish_two_districts(database.writer_url)
    works = [project(f"N{n}", footprint=INSIDE_WEST, status=Status.COMPLETED) for n in range(5)]
    publish(database.writer_url, works)
    publish(database.writer_url, [project("N0", footprint=ACROSS)])
    asked = replace(WORKS, boundary_set="old", **chosen)
    (found,) = one_then(database, at(9, 108.05, 16.05), 2, asked)["project_counts"]
    assert (found.properties["id"], found.properties["works"]) == ("old.west", 5)


@pytest.mark.usefixtures("crowded")
def test_an_earlier_publication_of_many_works_is_counted_by_district(database: Database) -> None:
    publish_two_districts(database.writer_url)
    works = [project(f"N{n}", footprint=INSIDE_WEST, status=Status.COMPLETED) for n in range(5)]
    publish(database.writer_url, works)
    publish(database.writer_url, [project(one.id, footprint=ACROSS) for one in works])
    asked = replace(WORKS, boundary_set="old")
    (found,) = one_then(database, at(9, 108.05, 16.05), 2, asked)["project_counts"]
    assert (found.properties["id"], found.properties["completed"]) == ("old.west", 5)
    cells = one_then(database, at(16, 108.05, 16.05), 2, asked)["project_cells"]
    assert [cell.properties["works"] for cell in inside(cells)] == [5]


@pytest.mark.parametrize(
    ("selection", "west", "east"),
    [
        (Selection(agencies=frozenset({"ban-1"})), 2, 2),
        (Selection(districts=frozenset({"old.east"})), 1, 2),
        (Selection(interval=Interval(date(2025, 1, 1), None)), 1, 1),
        (Selection(bbox=Bbox(108.14, 16.0, 108.2, 16.1)), 1, 2),
        (Selection(as_of=2), 1, 0),
        (Selection(as_of=3, agencies=frozenset({"ban-1"})), 2, 2),
        (Selection(as_of=2, area=box(108.0, 16.0, 108.2, 16.1)), 1, 0),
        (Selection(as_of=9), 0, 0),
        (Selection(mapped=False), 0, 0),
    ],
)
def test_the_works_of_a_selection_are_counted_in_every_district_that_they_lie_in(
    database: Database, selection: Selection, west: int, east: int
) -> None:
    publish_two_districts(database.writer_url)
    publish(database.writer_url, [project("A", footprint=INSIDE_WEST)])
    across = project("B", footprint=ACROSS, planned_start=date(2026, 1, 1))
    publish(database.writer_url, [across, project("C", footprint=EAST.centroid), project("D")])

    async def counting() -> dict[str, int]:
        pool = ReadPool((Login(database.reader_url),), size=1, statement_timeout=timedelta(seconds=20))
        await pool.open()
        counts = await count_by_district(pool, selection, "old")
        await pool.close()
        assert counts.number == 3
        return {district.district_id: district.works for district in counts.districts}

    found = asyncio.run(counting())
    assert found == {name: count for name, count in (("old.west", west), ("old.east", east)) if count}


@pytest.mark.usefixtures("crowded")
def test_a_city_without_districts_has_cells_of_a_selection(database: Database) -> None:
    publish(database.writer_url, [project(f"N{n}", footprint=INSIDE_WEST) for n in range(5)])
    asked = replace(WORKS, selection=Selection(agencies=frozenset({"ban-1"})))
    (cell,) = inside(one(database, at(9, 108.05, 16.05), asked)["project_cells"])
    assert cell.properties == {"works": 5, "not_entered": 5}
