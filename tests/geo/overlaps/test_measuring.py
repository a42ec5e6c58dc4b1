"""Works are measured against each other as an independent computation measures them, each pair of thousands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeVar

import psycopg
import pytest
import shapely
from psycopg.rows import dict_row
from shapely import LineString, MultiPolygon, Point, Polygon, box
from shapely.affinity import scale, translate
from shapely.geometry.base import BaseGeometry

from geo.overlaps.measures import Measured, Relation
from geo.overlaps.measuring import limits
from geo.overlaps.measuring import measured as how
from geo.overlaps.placement import placement_pieces
from geo.overlaps.shipped import shipped
from geo.sql import query
from tests.fixtures.database import Database
from tests.geo.overlaps import truth

LIMITS: Final = limits(shipped())
Shape = TypeVar("Shape", bound=BaseGeometry)
NORTH: Final = 1 / 110_640
"""Degrees a metre northwards, near enough."""
EAST: Final = 1 / 107_000


def scaled(shape: Shape) -> Shape:
    """A shape that is drawn in metres east and north of the city's middle."""
    return translate(scale(shape, EAST, NORTH, origin=(0, 0)), 108.2, 16.05)


def line(*metres: tuple[float, float]) -> LineString:
    return scaled(LineString(metres))


def area(west: float, south: float, east: float, north: float) -> Polygon:
    return scaled(box(west, south, east, north))


def measured(url: str, shapes: Sequence[BaseGeometry]) -> dict[tuple[int, int], dict[str, Any]]:
    """What the query says of these works, all at the same time, by their places in the list."""
    insert = (
        "INSERT INTO published.overlap_site (project_id, since, title, start_on, end_on, soonest, latest, cuts, paves, "
        "distance, dimension, length, area, streets, road_classes, shape, axis, half_width) "
        "SELECT lpad(%s, 6, '0'), 1, 'Công trình', '2026-01-01', '2026-12-31', "
        "'2026-01-01', '2026-12-31', true, true, 15, ST_Dimension(g), CASE ST_Dimension(g) WHEN 1 THEN "
        "ST_Length(g::geography) ELSE 0 END, CASE ST_Dimension(g) WHEN 2 THEN ST_Area(g::geography) ELSE 0 END, "
        f"'{{}}', '{{}}', g, x.axis, x.half_width FROM ST_GeomFromWKB(%s, 4326) AS g {placement_pieces('g')['axis']}"
    )
    pairs = query("overlaps/pairs").format(source=query("overlaps/all"))
    with psycopg.connect(url, row_factory=dict_row) as connection:
        connection.cursor().executemany(insert, [(str(n), shapely.to_wkb(shape)) for n, shape in enumerate(shapes)])
        rows = connection.execute(query("overlaps/measure").format(pairs=pairs), LIMITS).fetchall()
        connection.rollback()
    return {(int(row["one_id"]), int(row["other_id"])): row for row in rows}


def test_a_crossing_shares_what_lies_in_the_strip_and_no_more(database: Database) -> None:
    row = measured(database.writer_url, [line((-300, 0), (300, 0)), line((0, -200), (0, 200))])[0, 1]
    assert row["shared_length"] == pytest.approx(30, abs=0.1)
    assert row["bearing_gap"] is None


def test_two_that_share_120_metres_share_120_metres_since_the_strip_ends_flat(database: Database) -> None:
    row = measured(database.writer_url, [line((0, 0), (400, 0)), line((280, 5), (900, 5))])[0, 1]
    assert row["shared_length"] == pytest.approx(120, abs=0.5)
    assert row["bearing_gap"] < 1


def test_a_short_stretch_of_a_line_of_30_kilometres_is_measured_as_well(database: Database) -> None:
    long = line(*((i * 1000, 300 * (i % 3)) for i in range(31)))
    short = line((15_000, 0), (15_957.8, 287.35))
    row = measured(database.writer_url, [long, short])[0, 1]
    what = truth.measure(long, short)
    assert what is not None
    assert row["shared_length"] == pytest.approx(what.shared_length, abs=0.3)
    assert row["shared_length"] > 900


def test_areas_that_have_only_an_edge_in_common_share_nothing(database: Database) -> None:
    row = measured(database.writer_url, [area(0, 0, 100, 100), area(100, 0, 200, 100)])[0, 1]
    assert (row["distance"], row["shared_area"], row["shared_length"]) == (0, 0, 0)


def test_areas_of_many_parts_share_the_parts_of_both(database: Database) -> None:
    one = MultiPolygon([area(0, 0, 100, 100), area(300, 0, 400, 100)])
    other = MultiPolygon([area(50, 0, 150, 100), area(390, 0, 500, 100)])
    row = measured(database.writer_url, [one, other])[0, 1]
    assert row["shared_area"] == pytest.approx(6_000, rel=2e-3)
    assert row["long_side"] == pytest.approx(100, rel=2e-3)


def test_a_line_shares_with_an_area_what_lies_inside(database: Database) -> None:
    row = measured(database.writer_url, [area(0, 0, 100, 100), line((-80, 50), (60, 50))])[0, 1]
    assert row["shared_length"] == pytest.approx(60, abs=0.2)


def test_streets_40_metres_apart_run_side_by_side(database: Database) -> None:
    row = measured(database.writer_url, [line((0, 0), (400, 0)), line((50, 40), (500, 40))])[0, 1]
    assert row["distance"] == pytest.approx(40, abs=0.2)
    assert row["shared_length"] == pytest.approx(350, abs=1)


def _lie(url: str, one: BaseGeometry, other: BaseGeometry) -> Measured | None:
    row = measured(url, [one, other]).get((0, 1))
    return how(row, shipped()) if row else None


def test_a_pipe_beside_a_street_that_is_drawn_as_an_area_shares_its_corridor(database: Database) -> None:
    street = area(0, -10, 300, 10)
    beside = _lie(database.writer_url, street, line((-200, 13), (120, 13)))
    assert beside is not None
    assert beside.relation is Relation.CORRIDOR
    assert beside.shared_length == pytest.approx(120, abs=0.5)
    through = _lie(database.writer_url, street, line((-200, 0), (120, 0)))
    assert through is not None
    assert (through.relation, round(through.shared_length)) == (Relation.AREA, 120)
    across = _lie(database.writer_url, street, line((100, -200), (100, 200)))
    assert across is not None
    assert across.relation is Relation.CROSSING


def test_streets_that_are_drawn_as_areas_share_a_corridor_or_run_side_by_side(database: Database) -> None:
    street = area(0, -10, 300, 10)
    for south, relation in ((10, Relation.CORRIDOR), (11, Relation.CORRIDOR), (50, Relation.PARALLEL), (71, None)):
        found = _lie(database.writer_url, street, area(180, south, 500, south + 8))
        assert (found and found.relation) is relation
        assert found is None or found.shared_length == pytest.approx(120, abs=0.5)
    end_to_end = _lie(database.writer_url, street, area(305, -10, 600, 10))
    assert end_to_end is not None
    assert end_to_end.relation is Relation.NEAR
    plot = _lie(database.writer_url, street, area(0, 12, 100, 80))
    assert plot is not None
    assert plot.relation is Relation.NEAR


@pytest.mark.parametrize(
    ("other", "relation"),
    [
        (area(100, -50, 300, 50), Relation.SPOT),
        (line((0, 0), (400, 0)), Relation.SPOT),
        (line((0, 8), (400, 8)), Relation.SPOT),
        (line((210, 0), (400, 0)), Relation.NEAR),
        (area(210, -50, 300, 50), Relation.NEAR),
        (Point(scaled(Point(205, 0))), Relation.NEAR),
        (line((0, 16), (400, 16)), None),
    ],
)
def test_a_point_is_on_the_ground_of_what_it_lies_in_or_beside_and_not_of_what_ends_before_it(
    database: Database, other: BaseGeometry, relation: Relation | None
) -> None:
    for pair in ((scaled(Point(200, 0)), other), (other, scaled(Point(200, 0)))):
        found = _lie(database.writer_url, *pair)
        assert (found and found.relation) is relation


def test_a_short_line_that_lies_as_a_whole_beside_another_is_on_its_ground_and_a_part_of_one_crosses(
    database: Database,
) -> None:
    street = line((0, 0), (400, 0))
    connection, corner = line((200, 0), (200, 12)), line((200, 0), (200, 40))
    for other, relation in ((connection, Relation.SPOT), (corner, Relation.CROSSING)):
        found = _lie(database.writer_url, street, other)
        assert found is not None
        assert found.relation is relation
