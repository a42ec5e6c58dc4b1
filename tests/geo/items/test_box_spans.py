"""A box is kept for as long as its footprint was shown, over however many versions, and finds it then and no longer."""

from __future__ import annotations

from decimal import Decimal

import psycopg
from shapely import LineString, box

from geo.log.beside import differing
from geo.publishing import Load, Publisher
from geo.publishing.purging import purge
from geo.sql import query
from geo.sql.choosing import boxes
from geo.values import Bbox, Progress
from tests.builders import project, publish
from tests.fixtures.database import Database
from tests.geo.items.test_boxes import ids

HERE = Bbox(108.1, 16.0, 108.2, 16.1)
WITHIN = box(108.12, 16.02, 108.14, 16.04)
ELSEWHERE = box(109, 17, 109.1, 17.1)
AROUND = LineString([(108.05, 15.9), (108.05, 16.2), (108.3, 16.2)])
ACROSS = LineString([(108.05, 16.05), (108.15, 16.05), (108.25, 15.9)])
"""Both have a box that touches, and no end inside: their versions are asked."""


def spans(database: Database) -> list[tuple[int, int | None]]:
    """The times for which boxes are kept, each with the publication that brought it, and the one that ended it."""
    with psycopg.connect(database.url) as connection:
        assert list(differing(connection)) == []
        return connection.execute(
            "SELECT since, NULL AS until FROM published.project_box "
            "UNION ALL SELECT since, until FROM published.project_box_past ORDER BY since"
        ).fetchall()


def withdraw(database: Database) -> None:
    with psycopg.connect(database.writer_url) as connection:
        publisher = Publisher(connection, languages=("vi",))
        publisher.withdraw(["P1"])
        publisher.publish(Load(kind="test", file_name="none"))


def found(database: Database, publications: int) -> list[int]:
    """The publications as of which the work is found in the box."""
    return [number for number in range(1, publications + 1) if ids(database, HERE, as_of=number)[0]]


def test_a_version_that_lies_where_the_one_before_did_leaves_the_box_where_it_is(database: Database) -> None:
    for progress in ("0.1", "0.2", "0.3"):
        publish(database.writer_url, [project("P1", footprint=WITHIN, progress=Progress(actual=Decimal(progress)))])
    assert spans(database) == [(1, None)]
    assert found(database, 3) == [1, 2, 3]


def test_a_work_is_found_where_it_was_shown_then(database: Database) -> None:
    url = database.writer_url
    publish(url, [project("P1", footprint=WITHIN)])
    publish(url, [project("P1", footprint=ELSEWHERE)])
    publish(url, [project("P1", footprint=WITHIN)])
    withdraw(database)
    publish(url, [project("P1", footprint=WITHIN)])
    publish(url, [project("P1", footprint=WITHIN, titles={"vi": "Another"})])
    publish(url, [project("P1")])
    publish(url, [project("P1", footprint=ACROSS)])
    publish(url, [project("P1", footprint=AROUND)])
    publish(url, [project("P1", footprint=AROUND, titles={"vi": "Another"})])
    assert spans(database) == [(1, 2), (2, 3), (3, 4), (5, 7), (8, 9), (9, None)]
    assert found(database, 10) == [1, 3, 5, 6, 8]
    assert ids(database, HERE)[0] == 0


def test_a_purged_version_is_not_found_by_the_box_of_those_around_it(database: Database) -> None:
    url = database.writer_url
    for title in ("One", "Two", "Three", "Four"):
        publish(url, [project("P1", footprint=ACROSS, titles={"vi": title})])
    publish(url, [project("P1", footprint=ELSEWHERE)])
    with psycopg.connect(url) as connection:
        purge(connection, {("P1", 2): ["footprint"]}, ground="A law", decided_by="Somebody")
    assert spans(database) == [(1, 2), (3, 5), (5, None)]
    assert found(database, 5) == [1, 3, 4]


def test_the_box_of_now_begins_behind_what_was_purged(database: Database) -> None:
    url = database.writer_url
    for title in ("One", "Two", "Three"):
        publish(url, [project("P1", footprint=ACROSS, titles={"vi": title})])
    with psycopg.connect(url) as connection:
        purge(connection, {("P1", 1): ["footprint"]}, ground="A law", decided_by="Somebody")
    assert spans(database) == [(2, None)]
    assert found(database, 3) == [2, 3]
    assert ids(database, HERE)[0] == 1


def test_a_first_load_does_not_look_through_the_boxes_that_it_brings(database: Database) -> None:
    """Planned while there are none, that would be a look at all of them for each."""
    statement = query("boxes/remember").format(box=boxes(None))
    with psycopg.connect(database.writer_url) as connection:
        cursor = psycopg.ClientCursor(connection)
        plan = cursor.execute(f"EXPLAIN {statement}".encode(), {"number": 1}).fetchall()
    read = [line.split("  (")[0].strip() for (line,) in plan if " on project_box" in line]
    assert read == ["Insert on project_box"]
