"""Shapes that are only moved to their place in a tile, against the same shapes clipped and made valid."""

from __future__ import annotations

import random

import psycopg
from shapely import LineString, MultiLineString, MultiPolygon, Polygon, box
from shapely.affinity import rotate, scale, translate
from shapely.geometry.base import BaseGeometry

from tests.builders import project, publish
from tests.fixtures.database import Database
from tests.geo.tiles.reading import at, read
from tests.mvt import Feature, read_tile

SHAPES: list[BaseGeometry] = [
    LineString([(0, 0), (0.5, 0.5), (1, 1), (1, 0)]),
    MultiLineString([[(0, 0), (0.2, 0)], [(0.8, 1), (1, 1)]]),
    LineString([(0, 0), (1, 1), (1, 0), (0, 1)]),
    Polygon([(0, 0), (1, 0), (0.5, 1)]),
    Polygon([(0, 0), (1, 0), (0.5, 1), (0.5, 0.02)]),
    Polygon(box(0, 0, 1, 1).exterior, [box(0.2, 0.2, 0.8, 0.8).exterior]),
    MultiPolygon([box(0, 0, 0.45, 1), box(0.452, 0, 1, 1)]),
    box(0, 0, 1, 0.003),
]
TILES = [
    at(zoom, 108.2 + x * 0.001, 16.05 + y * 0.001) for zoom in (15, 16, 18) for x in range(-3, 4) for y in range(-3, 4)
]
TILE, MARGIN, REACH = (box(-wide, -wide, 4096 + wide, 4096 + wide) for wide in (0, 124, 3687))
CORNER = 1.5
"""Units of a tile: more than rounding the corner of a cut can move an edge."""


def scattered() -> list[BaseGeometry]:
    """Shapes of every kind, 10 to 500 metres long, turned and thrown over half a kilometre."""
    chance = random.Random(7)
    turned = (
        rotate(scale(shape, size, size, origin=(0, 0)), chance.uniform(0, 360), origin=(0, 0))
        for size in (0.0001, 0.0004, 0.001, 0.005)
        for shape in SHAPES * 3
    )
    return [
        translate(shape, 108.2 + chance.uniform(-0.003, 0.003), 16.05 + chance.uniform(-0.003, 0.003))
        for shape in turned
    ]


def drawn(database: Database) -> dict[tuple[str, str], Feature]:
    """The works of the tiles, by tile and id."""
    found = read(database, sorted(set(TILES), key=str))
    return {
        (str(tile), one.properties["id"]): one
        for tile, drawn in found.items()
        for one in read_tile(drawn.data).get("projects", [])
    }


def test_what_is_only_moved_is_drawn_as_if_it_had_been_clipped(database: Database) -> None:
    publish(
        database.writer_url, [project(f"P{number:03}", footprint=shape) for number, shape in enumerate(scattered())]
    )
    moved = drawn(database)
    with psycopg.connect(database.url) as connection:
        connection.execute("UPDATE published.map_shape SET clearance = NULL")
    clipped = drawn(database)
    beside = [one.geometry for key, one in moved.items() if key not in clipped]
    cut = [one.geometry for one in moved.values() if not REACH.covers(one.geometry)]
    assert set(clipped) <= set(moved)
    assert beside
    assert not any(one.intersects(TILE) for one in beside)
    assert not cut, "shapes reach further than clients take"
    assert all(one.geometry.is_valid for one in moved.values())
    assert all(one.properties == moved[key].properties for key, one in clipped.items())
    assert all(_alike(one.geometry, moved[key].geometry) for key, one in clipped.items())


def _alike(clipped: BaseGeometry, moved: BaseGeometry) -> bool:
    """Whether both are the same within the tile; where one was cut, its new corners are rounded too."""
    if MARGIN.covers(moved):
        return clipped.equals(moved)
    return _near(clipped, moved) and _near(moved, clipped)


def _near(one: BaseGeometry, other: BaseGeometry) -> bool:
    return bool(one.intersection(TILE).difference(other.buffer(CORNER)).is_empty)


def test_how_near_edges_come_is_known_of_areas_and_does_not_matter_for_lines(database: Database) -> None:
    narrow = box(108.2, 16.05, 108.21, 16.0501)  # 11 m by 1.1 km, the metre of EPSG:3857 being 4 % shorter
    publish(database.writer_url, [project("A", footprint=narrow), project("B", footprint=narrow.boundary)])
    publish(database.writer_url, [project("C", footprint=narrow.centroid)])
    with psycopg.connect(database.url) as connection:
        found = connection.execute("SELECT clearance FROM published.map_shape ORDER BY project_id").fetchall()
    assert [None if value is None else round(value, 1) for (value,) in found] == [11.6, float("inf"), None]
