"""Districts that stand in for a footprint."""

from __future__ import annotations

import psycopg
import pytest
from shapely import GeometryCollection, LineString, MultiPoint, Point, box
from shapely.geometry.base import BaseGeometry

from geo.publishing.locating import read_places
from tests.builders import ACROSS, INSIDE_WEST, project, publish, publish_two_districts, vnd
from tests.disclosure.writing import generalised, policy
from tests.fixtures.database import Database
from tests.fixtures.site import serving

DISTRICTS_ONLY = policy(f"""
[fields]
footprint = {generalised('to = "districts"')}
declared_districts.disclosure = "public"
""")


@pytest.mark.parametrize(
    ("footprint", "sets", "found"),
    [
        (ACROSS, (), ("old.east", "old.west")),
        (ACROSS, ("other",), ()),
        (INSIDE_WEST, ("old",), ("old.west",)),
        (Point(108.1, 16.05), (), ("old.east",)),
        (MultiPoint([(108.05, 16.05), (108.15, 16.05)]), (), ("old.east", "old.west")),
        (box(108.02, 16.02, 108.1, 16.08), (), ("old.west",)),  # touches the other's border only
        (LineString([(108.1, 16.0), (108.1, 16.1)]), (), ("old.east", "old.west")),  # runs along the border
        (GeometryCollection([box(108.02, 16.02, 108.03, 16.03), Point(108.15, 16.05)]), (), ("old.west",)),
        (Point(120, 20), (), ()),
    ],
)
def test_a_footprint_lies_in_the_districts_that_its_shares_would_name(
    database: Database, footprint: BaseGeometry, sets: tuple[str, ...], found: tuple[str, ...]
) -> None:
    publish_two_districts(database.writer_url)
    with psycopg.connect(database.writer_url) as connection:
        assert read_places(connection)(footprint, sets) == found


def test_readers_find_a_work_in_its_districts_and_nowhere_finer(database: Database) -> None:
    publish_two_districts(database.writer_url)
    publish(database.writer_url, [project(footprint=ACROSS)], policy=DISTRICTS_ONLY)
    with psycopg.connect(database.url) as connection:
        shares = connection.execute("SELECT district_id, measure FROM published.district_share ORDER BY 1").fetchall()
        (shapes,) = connection.execute("SELECT count(footprint) FROM published.project_version").fetchone() or (None,)
        (drawn,) = connection.execute("SELECT count(*) FROM published.map_shape").fetchone() or (None,)
    assert shares == [("old.east", "declared"), ("old.west", "declared")]
    assert (shapes, drawn) == (0, 0)


def test_a_page_says_what_is_told_coarsely_and_on_what_ground(database: Database) -> None:
    coarse = policy("[fields]\nbudget = " + generalised('to = "digits", digits = 1'))
    publish(database.writer_url, [project("P1", budget=vnd(123_456_789))], policy=coarse)
    with serving(database, policy=coarse) as site:
        page = site.get("/en/maps/projects/P1").text
        feature = site.json("/collections/projects/items/P1")["properties"]
    assert (feature["budget"], feature["generalised"], feature["withheld"]) == (100_000_000, ["budget"], [])
    assert "in less detail" in page
    assert "A ground" in page
    assert "123,456" not in page
