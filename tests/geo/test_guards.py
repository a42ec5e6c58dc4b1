"""What nobody may change of what was published, and how publications follow each other."""

from __future__ import annotations

import threading

import psycopg
import pytest

from geo.publishing import withdraw_samples
from tests.builders import project, publish
from tests.fixtures.database import Database
from tests.geo.stored import rows


def test_what_is_rolled_back_never_was(database: Database) -> None:
    with psycopg.connect(database.writer_url) as connection:
        withdraw_samples(connection, languages=("vi",))
        connection.rollback()
    assert rows(database, "SELECT count(*) FROM intake.load") == [(0,)]


def test_publications_are_serial_and_their_instants_increase(database: Database) -> None:
    def several(name: str) -> None:
        for turn in range(5):
            publish(database.writer_url, [project(name, titles={"vi": f"Lần {turn}"})])

    threads = [threading.Thread(target=several, args=(f"P{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = rows(database, "SELECT number, published_at FROM published.publication ORDER BY number")
    assert [number for number, _ in numbers] == list(range(1, 21))
    instants = [str(instant) for _, instant in numbers]
    assert instants == sorted(set(instants))


def test_only_the_open_end_of_a_version_changes(database: Database) -> None:
    publish(database.url, [project()])
    for statement in (
        "UPDATE published.project_version SET title = 'Khác'",
        "UPDATE published.project_version SET published = tstzrange('2020-01-01', NULL)",
        "UPDATE published.project_version SET feature_text = '{}', published = tstzrange(lower(published), now())",
        "DELETE FROM published.project_version",
        "TRUNCATE published.project_version CASCADE",
    ):
        with psycopg.connect(database.url) as connection, pytest.raises(psycopg.errors.IntegrityConstraintViolation):
            connection.execute(statement)


def test_a_closed_version_is_never_opened_again(database: Database) -> None:
    publish(database.writer_url, [project(address="A")])
    publish(database.writer_url, [project(address="B")])
    with psycopg.connect(database.url) as connection, pytest.raises(psycopg.errors.IntegrityConstraintViolation):
        connection.execute(
            "UPDATE published.project_version SET published = tstzrange(lower(published), now()) WHERE version = 1"
        )
