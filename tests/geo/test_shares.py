from __future__ import annotations

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import GeometryCollection, LineString, MultiPoint, MultiPolygon, Point, Polygon, box

from geo.boundaries import BoundarySet, District
from geo.errors import Conflict
from geo.publishing import publish_districts
from tests.builders import ACROSS, WEST, project, publish, publish_two_districts
from tests.fixtures.database import Database

Share = tuple[str, str, float | None, float | None]


def shares(url: str, project_id: str = "P1") -> list[Share]:
    with psycopg.connect(url) as connection:
        return connection.execute(
            "SELECT district_id, measure, amount, share FROM published.district_share AS s "
            "JOIN published.project_now USING (project_id, version) WHERE project_id = %s ORDER BY 1",
            [project_id],
        ).fetchall()


def test_a_line_lies_in_both_districts_by_its_length(database: Database) -> None:
    publish_two_districts(database.writer_url)
    publish(database.writer_url, [project(footprint=ACROSS)])
    east, west = shares(database.url)
    assert (east[0], east[1], west[0], west[1]) == ("old.east", "length", "old.west", "length")
    assert east[2] == pytest.approx(5350.4, abs=0.1)  # metres on the ellipsoid
    assert east[3] == pytest.approx(0.5)


def test_an_area_lies_in_both_districts_by_its_area(database: Database) -> None:
    publish_two_districts(database.writer_url)
    publish(database.writer_url, [project(footprint=box(108.075, 16.01, 108.125, 16.02))])
    found = shares(database.url)
    assert [(district, measure) for district, measure, *_ in found] == [("old.east", "area"), ("old.west", "area")]
    assert [share for *_, share in found] == pytest.approx([0.5, 0.5], abs=1e-4)


def test_points_are_counted_and_one_on_the_border_counts_once(database: Database) -> None:
    publish_two_districts(database.writer_url)
    publish(database.writer_url, [project(footprint=MultiPoint([(108.05, 16.05), (108.1, 16.05), (108.15, 16.05)]))])
    found = shares(database.url)
    assert [row[:3] for row in found] == [("old.east", "count", 2.0), ("old.west", "count", 1.0)]
    assert [share for *_, share in found] == pytest.approx([2 / 3, 1 / 3])


def test_a_collection_counts_by_its_highest_dimension(database: Database) -> None:
    publish_two_districts(database.writer_url)
    mixed = GeometryCollection([box(108.01, 16.01, 108.02, 16.02), Point(108.15, 16.05)])
    publish(database.writer_url, [project(footprint=mixed)])
    assert [(d, m, s) for d, m, _, s in shares(database.url)] == [("old.west", "area", 1.0)]


def test_a_footprint_outside_every_district_has_no_share(database: Database) -> None:
    publish_two_districts(database.writer_url)
    publish(database.writer_url, [project(footprint=Point(109, 16.05))])
    assert shares(database.url) == []


def test_an_unmapped_project_lies_where_its_agency_says(database: Database) -> None:
    publish_two_districts(database.writer_url)
    publish(database.writer_url, [project(districts=("old.west",))])
    assert shares(database.url) == [("old.west", "declared", None, None)]


def test_districts_that_come_later_find_the_projects(database: Database) -> None:
    publish(database.writer_url, [project(footprint=ACROSS)])
    publish_two_districts(database.writer_url)
    publish_two_districts(database.writer_url, code="new")
    assert [district for district, *_ in shares(database.url)] == ["new.east", "new.west", "old.east", "old.west"]


def test_a_district_once_published_cannot_vanish(database: Database) -> None:
    publish_two_districts(database.writer_url)
    only_west = [District(code="west", names={"vi": "Tây"}, boundary=MultiPolygon([WEST]))]
    with psycopg.connect(database.writer_url) as connection, pytest.raises(Conflict, match="east"):
        publish_districts(connection, BoundarySet(code="old", names={"vi": "Quận"}), only_west)


coordinate = st.tuples(st.floats(108.01, 108.19), st.floats(16.01, 16.09))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(corners=st.lists(coordinate, min_size=3, max_size=3, unique=True))
def test_what_lies_in_the_city_lies_in_its_districts_altogether(
    module_database: Database, corners: list[tuple[float, float]]
) -> None:
    triangle = Polygon(corners)
    line = LineString(corners)
    if triangle.area < 1e-6:
        return
    publish_two_districts(module_database.writer_url)
    publish(module_database.writer_url, [project("area", footprint=triangle), project("line", footprint=line)])
    # A cut edge bends off the geodesic between its ends: the sum is 1 but for some parts in a thousand, never above.
    for kind in ("area", "line"):
        total = sum(share or 0 for *_, share in shares(module_database.url, kind))
        assert 0.99 < total < 1 + 1e-9
