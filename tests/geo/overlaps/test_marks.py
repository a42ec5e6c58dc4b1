"""What agencies agree about two works holds until one of them changes so that it may not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from geo.codes import Status
from geo.errors import Conflict, NotFound
from geo.project import Project
from geo.publishing.marks import State, mark
from geo.publishing.overlaps import apply_rules
from geo.publishing.roads import publish_roads
from geo.roads import Road
from tests.builders import AGENCY, publish
from tests.fixtures.database import Database
from tests.geo.overlaps.test_measuring import line
from tests.geo.overlaps.test_pairs import AUTUMN, OTHER, STREET, WINTER, pairs, work
from tests.geo.overlaps.works import changed

ONE = work("A", STREET, *WINTER)


@pytest.fixture
def store(database: Database) -> Database:
    publish(
        database.writer_url, [ONE, replace(work("B", STREET, *AUTUMN), agency=OTHER.code)], agencies=(AGENCY, OTHER)
    )
    return database


def marked(store: Database, state: State = State.JOINED, agency: str = AGENCY.code, pair: str = "A~B") -> None:
    with psycopg.connect(store.writer_url) as connection:
        mark(connection, pair, state, reason="One trench", agency=agency)


def states(store: Database) -> list[tuple[str, str, bool]]:
    with psycopg.connect(store.url) as connection:
        rows = connection.execute(
            "SELECT state, reason, saving > 0 FROM published.overlap_mark ORDER BY publication"
        ).fetchall()
    return [(state, reason, bool(saved)) for state, reason, saved in rows]


def test_either_agency_marks_a_pair_and_nobody_else(store: Database) -> None:
    marked(store)
    marked(store, State.SEQUENCED, OTHER.code)
    assert states(store) == [("joined", "One trench", True), ("sequenced", "One trench", False)]
    with pytest.raises(Conflict):
        marked(store, agency="somebody")
    with pytest.raises(NotFound):
        marked(store, pair="A~C")


@pytest.mark.parametrize(
    ("edited", "reason"),
    [
        (lambda one: replace(one, planned_end=one.planned_end + timedelta(days=20)), "changed"),
        (lambda one: replace(one, footprint=line((0, 0), (200, 0))), "changed"),
        (lambda one: replace(one, footprint=line((0, 900), (200, 900))), "apart"),
        (lambda one: replace(one, planned_end=one.planned_end + timedelta(days=9)), None),
        (lambda one: replace(one, address="Số 1"), None),
    ],
)
def test_it_is_open_again_where_days_or_ground_change_materially(
    store: Database, edited: Callable[[Project], Project], reason: str | None
) -> None:
    marked(store)
    publish(store.writer_url, [edited(ONE)])
    assert states(store) == [("joined", "One trench", True), *([("open", reason, False)] if reason else [])]


def test_works_that_are_to_be_joined_may_move_to_do_it_and_are_done(store: Database) -> None:
    marked(store)
    together = replace(ONE, planned_start=date(2026, 10, 1), planned_end=date(2026, 12, 31))
    publish(store.writer_url, [together])
    done: dict[str, Any] = {
        "actual_start": date(2026, 10, 1),
        "actual_end": date(2026, 12, 1),
        "status": Status.COMPLETED,
    }
    publish(store.writer_url, [replace(together, **done)])
    publish(store.writer_url, [replace(work("B", STREET, *AUTUMN), agency=OTHER.code, **done)])
    assert states(store) == [("joined", "One trench", True)]


def test_other_rules_open_nothing_again_of_works_that_are_as_they_were(store: Database) -> None:
    marked(store)
    for rules in (changed(join_months=0), changed(corridor_length=400), changed()):
        with psycopg.connect(store.writer_url) as connection:
            apply_rules(connection, rules, shipped=False)
    assert states(store) == [("joined", "One trench", True)]
    publish(store.writer_url, [replace(ONE, footprint=line((0, 0), (200, 0)))])
    assert states(store)[1:] == [("open", "changed", False)]


def test_streets_that_are_loaded_open_nothing_again(database: Database) -> None:
    works = [work("A", line((0, 0), (100, 0)), *WINTER), work("B", line((105, 0), (200, 0)), *WINTER)]
    publish(database.writer_url, works)
    assert [pair["relation"] for pair in pairs(database.url)] == ["crossing"]
    marked(database, State.NO_CONFLICT)
    with psycopg.connect(database.writer_url) as connection:
        publish_roads(connection, "test", [Road(name="Lê Lợi", road_class=None, line=line((-50, 5), (700, 5)))])
    assert [pair["relation"] for pair in pairs(database.url)] == ["street"]
    assert states(database) == [("no-conflict", "One trench", False)]


def test_the_same_mark_twice_is_one(store: Database) -> None:
    marked(store)
    marked(store)
    assert states(store) == [("joined", "One trench", True)]
    marked(store, State.OPEN)
    marked(store)
    assert [state for state, _, _ in states(store)] == ["joined", "open", "joined"]
