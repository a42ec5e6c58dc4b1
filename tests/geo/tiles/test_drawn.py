"""What is drawn on a tile: shapes, points for what is small, cells for what is many, districts."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import psycopg
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon, box

from geo.codes import Category, Status
from geo.projects import Selection
from geo.tiles import Asked, Content, TileAddress
from geo.tiles.drawing import statement
from geo.values import Progress
from tests.builders import ACROSS, EAST, INSIDE_WEST, project, publish, publish_two_districts
from tests.fixtures.database import Database
from tests.geo.tiles.reading import WORKS, at, one, one_then, properties, read, three
from tests.mvt import EXTENT


def test_a_work_has_the_attributes_of_the_map(database: Database) -> None:
    facts = {"status": Status.COMPLETED, "category": Category.ROAD, "progress": Progress(actual=Decimal("0.25"))}
    publish(database.writer_url, [project("A", footprint=ACROSS, address="không", **facts)])
    (found,) = one(database, at(12, 108.1, 16.05))["projects"]
    assert found.properties == {
        "id": "A",
        "title": "Công trình A",
        "status": "completed",
        "category": "road",
        "agency": "ban-1",
        "progress_actual": 0.25,
        "class": "line",
    }


def test_what_is_not_entered_is_absent(database: Database) -> None:
    publish(database.writer_url, [project("A", footprint=INSIDE_WEST)])
    (found,) = one(database, at(14, 108.05, 16.05))["projects"]
    assert found.properties == {"id": "A", "title": "Công trình A", "agency": "ban-1", "class": "point"}


def test_a_point_lies_where_the_projection_puts_it(database: Database) -> None:
    publish(database.writer_url, [project("A", footprint=Point(0, 0))])
    for tile, x, y in (
        (TileAddress(0, 0, 0), 2048, 2048),
        (TileAddress(1, 1, 1), 0, 0),
        (TileAddress(1, 0, 0), 4096, 4096),
    ):
        (found,) = one(database, tile)["projects"]
        assert found.geometry.bounds == (x, y, x, y)


def test_a_small_work_is_a_point_until_it_is_two_pixels_wide(database: Database) -> None:
    publish(database.writer_url, [project("A", footprint=box(108.05, 16.05, 108.0505, 16.0505))])  # 56 m
    kinds = {
        zoom: one(database, at(zoom, 108.05025, 16.05025))["projects"][0].geometry.geom_type for zoom in (8, 12, 13, 14)
    }
    assert kinds == {8: "MultiPoint", 12: "MultiPoint", 13: "MultiPolygon", 14: "MultiPolygon"}


def test_shapes_are_generalised_down_to_zoom_14_and_whole_below(database: Database) -> None:
    wiggles = LineString([(108.053 + n * 0.0001, 16.05 + (n % 2) * 0.00001) for n in range(40)])  # 1 m up and down
    publish(database.writer_url, [project("A", footprint=wiggles)])
    coarse, whole = (one(database, at(zoom, 108.055, 16.05))["projects"][0].geometry for zoom in (14, 15))
    assert [int(shapely.get_num_coordinates(shape)) for shape in (coarse, whole)] == [2, 40]


def test_a_mixed_collection_is_drawn_by_its_highest_dimension(database: Database) -> None:
    mixed = Point(108.05, 16.05).union(box(108.051, 16.05, 108.06, 16.06))
    publish(database.writer_url, [project("A", footprint=mixed)])
    (found,) = one(database, at(13, 108.055, 16.055))["projects"]
    assert (found.geometry.geom_type, found.properties["class"]) == ("MultiPolygon", "mixed")


def test_what_lies_across_an_edge_is_on_both_tiles_up_to_the_margin(database: Database) -> None:
    tile = at(14, 108.05, 16.05)
    edge = (tile.x + 1) / (1 << 14) * 360 - 180
    publish(database.writer_url, [project("A", footprint=LineString([(edge - 0.01, 16.05), (edge + 0.01, 16.05)]))])
    west = one(database, tile)["projects"][0].geometry.bounds
    east = one(database, TileAddress(14, tile.x + 1, tile.y))["projects"][0].geometry.bounds
    assert west[2] == EXTENT + 128
    assert east[0] == -128


def test_both_sides_of_the_antimeridian_are_drawn(database: Database) -> None:
    both = MultiPolygon([box(179.9, 0, 180, 0.1), box(-180, 0, -179.9, 0.1)])
    publish(database.writer_url, [project("A", footprint=both)])
    for tile in (at(10, 179.95, 0.05), at(10, -179.95, 0.05)):
        (found,) = one(database, tile)["projects"]
        assert found.geometry.area > 0


def test_a_shape_that_crosses_itself_is_drawn(database: Database) -> None:
    bow = Polygon([(108.0, 16.0), (108.1, 16.1), (108.1, 16.0), (108.0, 16.1)])
    publish(database.writer_url, [project("A", footprint=bow)])
    for zoom in (9, 11, 14):
        (found,) = one(database, at(zoom, 108.02, 16.05))["projects"]
        assert found.geometry.is_valid


def test_a_selection_chooses_among_shapes(database: Database) -> None:
    three(database)
    asked = Asked(content=frozenset({Content.WORKS}), selection=Selection(districts=frozenset({"old.east"})))
    assert [found.properties["id"] for found in one(database, at(9, 108.1, 16.05), asked)["projects"]] == ["C"]


def test_districts_have_outlines_and_names(database: Database) -> None:
    publish_two_districts(database.writer_url)
    found = one(database, at(9, 108.1, 16.05), Asked(content=frozenset({Content.DISTRICTS}), boundary_set="old"))
    ids = [{"id": f"old.{code}", "code": code, "boundary_set": "old"} for code in ("east", "west")]
    assert sorted(properties(found["districts"]), key=lambda one: one["code"]) == ids
    names = [{"name_vi": "Quận Đông", "name_en": "East"}, {"name_vi": "Quận Tây", "name_en": "West"}]
    labels = sorted(properties(found["district_labels"]), key=lambda one: one["code"])
    assert labels == [one | name for one, name in zip(ids, names, strict=True)]


def test_an_empty_tile_has_no_bytes(database: Database) -> None:
    publish(database.writer_url, [project("A", footprint=INSIDE_WEST)])
    assert read(database, [at(9, 0, 0)])[at(9, 0, 0)].data == b""


def plan(database: Database, asked: Asked, tile: TileAddress) -> str:
    """The plan of a tile with sequential scans off: which indexes can serve it."""
    text, values = statement(tile, asked)
    named = re.sub(r"\$(\d+)", r"%(p\1)s", text.replace("%", "%%"))
    with psycopg.connect(database.reader_url) as connection:
        connection.execute("SET enable_seqscan = off")
        bound = {f"p{number}": value for number, value in enumerate(values, 1)}
        return json.dumps(connection.execute("EXPLAIN (FORMAT JSON) " + named, bound).fetchone())


def test_every_tile_is_read_by_an_index(database: Database) -> None:
    three(database)
    shapes = plan(database, WORKS, at(16, 108.05, 16.05))
    assert "map_shape_shape_idx" in shapes
    assert "map_tile_pkey" in shapes
    cells = plan(database, Asked(), at(9, 108.05, 16.05))
    assert "map_cell_pkey" in cells
    chosen = plan(database, Asked(statuses=frozenset({Status.COMPLETED})), at(9, 108.05, 16.05))
    assert "map_cell_kind_pkey" in chosen
    assert "One-Time Filter" in cells  # only one of shapes and cells is read at all


def test_an_earlier_publication_is_drawn_as_it_was(database: Database) -> None:
    publish(database.writer_url, [project("A", footprint=INSIDE_WEST, status=Status.PREPARATION)])
    publish(database.writer_url, [project("A", footprint=EAST.centroid), project("B", footprint=ACROSS)])
    for zoom in (9, 16):
        (found,) = one_then(database, at(zoom, 108.05, 16.05), 1)["projects"]
        assert (found.properties["id"], found.properties["status"]) == ("A", "preparation")
    assert one_then(database, at(16, EAST.centroid.x, EAST.centroid.y), 1) == {}


def test_an_area_too_thin_for_the_tile_is_drawn_as_its_anchor(database: Database) -> None:
    publish(database.writer_url, [project("A", footprint=box(108.05, 16.05, 108.0537, 16.05003))])  # 400 m by 3 m
    kinds = {
        zoom: [work.geometry.geom_type for work in one(database, at(zoom, 108.05185, 16.050015))["projects"]]
        for zoom in (10, 12, 14)
    }
    assert kinds == {10: ["MultiPoint"], 12: ["MultiPolygon"], 14: ["MultiPolygon"]}
