"""The briefs of the published projects, and what is counted of them, equal what is made anew after any publications."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from alembic import command
from hypothesis import HealthCheck, given, settings
from shapely import GeometryCollection, LineString, Point
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from geo.cluster import Cluster
from geo.districts.places import chosen_summaries
from geo.log.beside import differing
from geo.projects import Selection
from geo.projects.choice import Choice, Codes
from geo.projects.selection import BRIEF
from geo.projects.tallies import Tally, tally
from geo.publishing import withdraw_samples
from geo.publishing.boxes import remake_boxes
from geo.publishing.briefs import remake_briefs
from geo.publishing.disclosures import remake_disclosures
from geo.store.connecting import ReadPool
from geo.store.migrating import config, migrate
from geo.values import Progress
from tests.builders import ACROSS, INSIDE_WEST, project, publish, publish_two_districts
from tests.fixtures.database import Database, copy_of
from tests.geo.histories import Publication, publications
from tests.geo.history.reading import ask

KEPT = (
    "SELECT * FROM published.project_brief ORDER BY project_id",
    "SELECT * FROM published.project_brief_past ORDER BY project_id, version",
    "SELECT project_id, since, box::text, one_place::text, other_place::text FROM published.project_box ORDER BY 1",
    "SELECT project_id, since, until, box::text, one_place::text FROM published.project_box_past ORDER BY 1, 2",
    "SELECT * FROM published.project_tally WHERE projects <> 0 ORDER BY 1, 2, 3, 4",
    "SELECT * FROM published.project_delay WHERE works <> 0 ORDER BY 1, 2, 3, 4",
)
DISCLOSED = (
    "SELECT * FROM published.disclosure_count "
    "WHERE (published, zeros, generalised, withheld, delayed) <> (0, 0, 0, 0, 0) ORDER BY 1, 2, 3",
    "SELECT * FROM published.disclosure_report WHERE projects <> 0 ORDER BY 1, 2",
    "SELECT * FROM published.disclosure_decision ORDER BY 1, 2, 3",
    "SELECT * FROM published.disclosure_update ORDER BY 1",
)
SHOWN = """
    SELECT p.project_id, p.as_of, p.publication, CASE WHEN 'progress_planned' <> ALL (v.blocked) THEN p.planned END,
        CASE WHEN 'progress_actual' <> ALL (v.blocked) THEN p.actual END
    FROM published.progress_report AS p JOIN published.project_now AS v USING (project_id)
    WHERE 'progress_as_of' <> ALL (v.blocked) AND NOT v.blocked @> '{progress_planned,progress_actual}'
        AND p.publication = (SELECT max(publication) FROM published.progress_report AS r
            WHERE r.project_id = p.project_id AND r.as_of = p.as_of)
    ORDER BY 1, 2
"""
"""What the collection of progress reports means, said without what is kept of it."""
ROWS = """
    SELECT count(*), count(*) FILTER (WHERE v.status = 'implementation'),
        count(*) FILTER (WHERE v.status = 'implementation' AND l.late > 0),
        count(*) FILTER (WHERE v.footprint IS NULL), (avg(l.late) FILTER (WHERE v.status = 'implementation'))::float8
    FROM published.project_now AS v
    CROSS JOIN LATERAL published.days_late(v.original_end, v.planned_end, v.actual_end, v.status, %(today)s) AS l (late)
    WHERE (%(district)s = '' OR EXISTS (SELECT FROM published.district_share AS s
            WHERE s.project_id = v.project_id AND s.version = v.version AND s.district_id = %(district)s))
        AND (%(statuses)s::text[] IS NULL OR coalesce(v.status, '') = ANY (%(statuses)s))
        AND (%(categories)s::text[] IS NULL OR coalesce(v.category, '') = ANY (%(categories)s))
"""
DAYS = [date(2024, 2, 29), date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 15), date(2026, 6, 30), date(2031, 3, 5)]
RANDOM = settings(
    deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@RANDOM
@given(history=publications)
def test_after_any_publications_all_equals_what_is_made_anew(
    history: list[Publication], template: str, cluster: Cluster
) -> None:
    with copy_of(template, cluster) as database:
        publish_two_districts(database.writer_url)
        for publication in history:
            publication.publish(database.writer_url)
        with psycopg.connect(database.url) as connection:
            assert list(differing(connection)) == []
            before = kept(connection)
            shown = connection.execute(SHOWN).fetchall()
            assert connection.execute("SELECT * FROM published.progress_now ORDER BY 1, 2").fetchall() == shown
            assert connection.execute("SELECT sum(features) FROM published.collection_count").fetchone() == (
                len(shown),
            )
            remake_briefs(connection)
            remake_boxes(connection)
            remake_disclosures(connection)
            assert kept(connection) == before


def kept(
    connection: psycopg.Connection, statements: tuple[str, ...] = (*KEPT, *DISCLOSED)
) -> list[list[tuple[Any, ...]]]:
    return [connection.execute(statement).fetchall() for statement in statements]


CHOICES = [
    Choice(),
    Choice(statuses=Codes(frozenset({"implementation"}))),
    Choice(statuses=Codes(frozenset({"completed"}), not_entered=True)),
    Choice(categories=Codes(frozenset({"road"}))),
    Choice(statuses=Codes(frozenset({"implementation"})), categories=Codes(frozenset({"water"}), not_entered=True)),
    Choice(statuses=Codes(frozenset())),
]


@RANDOM
@given(history=publications)
def test_counts_and_delays_to_any_day_equal_those_of_the_rows(
    history: list[Publication], template: str, cluster: Cluster
) -> None:
    with copy_of(template, cluster) as database:
        publish_two_districts(database.writer_url)
        for publication in history:
            publication.publish(database.writer_url)
        asked = [(choice, today) for today in DAYS for choice in CHOICES]
        answers = ask(database, lambda pool: every(pool, asked))
        with psycopg.connect(database.url) as connection:
            for (choice, today), found in zip(asked, answers, strict=True):
                assert found == {place: of_rows(connection, place, choice, today) for place in found}


async def every(pool: ReadPool, asked: list[tuple[Choice, date]]) -> list[dict[str, Tally]]:
    """The counts of every choice and day."""
    return [await tallies(pool, choice, today=today) for choice, today in asked]


async def tallies(pool: ReadPool, choice: Choice, *, today: date) -> dict[str, Tally]:
    """The counts of the city, of a district by itself, and of all districts of the set."""
    one = Choice(
        selection=Selection(districts=frozenset({"old.west"})), statuses=choice.statuses, categories=choice.categories
    )
    west = await tally(pool, one, today=today)
    districts = {
        row.id: Tally(row.projects, row.ongoing, row.late, row.unmapped, row.mean_delay_days)
        for row in await chosen_summaries(pool, "old", choice, today=today)
    }
    assert districts["old.west"] == west
    return {"": await tally(pool, choice, today=today)} | districts


def of_rows(connection: psycopg.Connection, place: str, choice: Choice, today: date) -> Tally:
    """The same counts from the versions and shares alone."""
    codes = {"statuses": choice.all_statuses(), "categories": choice.all_categories()}
    values = {name: None if given is None else sorted(given) for name, given in codes.items()}
    row = connection.execute(ROWS, {"today": today, "district": place} | values).fetchone()
    assert row is not None
    return Tally(*row)


@pytest.mark.parametrize(
    "selection",
    [Selection(mapped=False), Selection(districts=frozenset({"a.1", "a.2"})), Selection(agencies=frozenset({"x"}))],
)
def test_what_no_tallies_are_kept_of_is_a_fault_of_the_program(database: Database, selection: Selection) -> None:
    with pytest.raises(ValueError, match="No tallies are kept"):
        ask(database, lambda pool: tally(pool, Choice(selection=selection), today=date(2026, 1, 1)))


def test_the_brief_has_the_columns_that_selections_are_told_of(database: Database) -> None:
    with psycopg.connect(database.reader_url) as connection:
        described = connection.execute("SELECT * FROM published.project_brief").description or []
    assert {column.name for column in described} == BRIEF.columns


def test_a_box_is_that_of_the_footprint_to_the_last_digit(database: Database) -> None:
    shape = GeometryCollection([Point(108.123456789012, 16.1), LineString([(108.1, 16.000000000001), (108.2, 16.2)])])
    publish(database.writer_url, [project(footprint=shape)])
    with psycopg.connect(database.reader_url) as connection:
        found = connection.execute("SELECT west, south, east, north FROM published.project_brief").fetchone()
    assert found == shape.bounds


def test_a_division_that_is_loaded_later_is_counted_and_taken_away_again(database: Database) -> None:
    publish(database.writer_url, [project("A", footprint=ACROSS), project("B", footprint=INSIDE_WEST)])
    publish_two_districts(database.writer_url)
    statement = "SELECT district_id, projects FROM published.project_tally WHERE projects <> 0 ORDER BY 1, 2"
    with psycopg.connect(database.writer_url) as connection:
        assert connection.execute(statement).fetchall() == [
            ("", 1),
            ("", 1),
            ("old.east", 1),
            ("old.west", 1),
            ("old.west", 1),
        ]
        connection.execute("UPDATE published.boundary_set SET sample = true")
        withdraw_samples(connection, languages=("vi",))
        assert connection.execute(statement).fetchall() == [("", 1), ("", 1)]
        assert connection.execute("SELECT DISTINCT districts FROM published.project_brief").fetchall() == [([],)]


def test_migrating_a_store_that_has_works_makes_the_briefs(database: Database) -> None:
    publish_two_districts(database.writer_url)
    report = Progress(actual=Decimal("0.5"), as_of=date(2026, 1, 31))
    publish(database.writer_url, [project("A", footprint=ACROSS, reports=(report,)), project("B")])
    with psycopg.connect(database.url) as connection:
        before = kept(connection), connection.execute(SHOWN).fetchall()
    engine = create_engine(make_url(database.url).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    with engine.connect() as downgrading:
        command.downgrade(config(downgrading), "0003")
        downgrading.commit()
    with psycopg.connect(database.url) as connection:
        assert connection.execute("SELECT project_id, districts FROM published.map_work").fetchall() == [
            ("A", ["old.east", "old.west"])
        ]
        assert connection.execute("SELECT * FROM published.progress_now ORDER BY 1, 2").fetchall() == before[1]
    migrate(database.url)
    with psycopg.connect(database.url) as connection:
        assert (kept(connection), connection.execute("SELECT * FROM published.progress_now").fetchall()) == before
        assert connection.execute("SELECT features FROM published.collection_count").fetchall() == [(1,)]
