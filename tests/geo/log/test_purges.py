"""A purge leaves a tombstone in the log, and nothing by which the purged value could be guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import psycopg
import pytest

from geo.log import stored
from geo.log.auditing import audit
from geo.log.checkpoints import make
from geo.log.keys import Algorithm, Signer
from geo.log.leaves import Leaf
from geo.publishing import purge
from geo.values import Progress
from tests.builders import project, publish, vnd
from tests.fixtures.database import Database

KEY = Signer("allimi.example/log", Algorithm.LOG, bytes(range(32)))


@pytest.fixture
def purged(database: Database) -> Database:
    """Two projects, of which one gets a second version, and then its first is purged, twice."""
    publish(database.writer_url, [project("P1", budget=vnd("7531"), contractor="Bà Lê"), project("P2")])
    with psycopg.connect(database.writer_url) as writer:
        checkpoint = make(2, stored.root(writer, 2), [KEY])
        stored.keep(writer, checkpoint, [KEY.verifier])
    publish(database.writer_url, [project("P1")])
    for field in ("contractor", "budget"):
        with psycopg.connect(database.writer_url) as writer:
            assert purge(writer, {("P1", 1): [field]}, ground="Law 91/2025", decided_by="Board") == 1
    return database


def leaves(database: Database) -> list[Leaf]:
    with psycopg.connect(database.reader_url) as reader:
        return [leaf for leaf, _ in stored.entries(reader)]


def test_the_log_goes_on_and_verifies(purged: Database) -> None:
    with psycopg.connect(purged.reader_url) as reader:
        known = [one for one, _ in stored.checkpoints(reader)]
        assert list(audit(reader, known)) == []


def test_each_purge_is_a_leaf_and_erases_the_random_bits_before_it(purged: Database) -> None:
    found = [(leaf.kind, leaf.project_id, leaf.version, leaf.nonce is None) for leaf in leaves(purged)]
    assert [one for one in found if one[0] != "record"] == [
        ("version", "P1", 1, True),
        ("version", "P2", 1, False),
        ("version", "P1", 2, False),
        ("purge", "P1", 1, True),
        ("tombstone", "P1", 1, False),
        ("purge", "P1", 1, False),
        ("tombstone", "P1", 1, False),
    ]


def test_what_a_purge_left_is_logged(purged: Database) -> None:
    with psycopg.connect(purged.reader_url) as reader:
        *_, last = (one for one in stored.entries(reader) if one.leaf.kind == "purge")
    assert last.text is not None
    assert "Bà Lê" not in last.text
    assert last.leaf.holds(last.text)


def test_a_change_of_what_a_purge_left_is_named(purged: Database) -> None:
    with psycopg.connect(purged.url) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute(
            "UPDATE published.project_version SET feature_text = replace(feature_text, 'P1', 'PX'), "
            "feature_hash = sha256(convert_to(replace(feature_text, 'P1', 'PX'), 'UTF8')) "
            "WHERE project_id = 'P1' AND version = 1"
        )
        assert "version 1 of P1" in next(audit(owner, []))


def test_reports_that_are_purged_leave_the_log_with_their_texts(database: Database) -> None:
    earlier = tuple(Progress(Decimal("0.7531"), None, date(2026, month, 1)) for month in (1, 2))
    publish(database.writer_url, [project("P1", reports=earlier), project("P2", reports=earlier)])
    publish(database.writer_url, [project("P1", progress=Progress(None, Decimal("0.5"), date(2026, 3, 1)))])
    with psycopg.connect(database.writer_url) as writer:
        assert purge(writer, {("P1", 1): ["progress_planned"]}, ground="Law 91/2025", decided_by="Board") == 1
    with psycopg.connect(database.reader_url) as reader:
        assert list(audit(reader, [])) == []
        told = [(entry.leaf.nonce is None, entry.text) for entry in stored.entries(reader) if is_of(entry.leaf, "P1")]
        assert told[0] == (True, None)
        assert [text is not None and "0.7531" in text for _, text in told[1:]] == [False, False]
        texts = reader.execute("SELECT string_agg(text, '') FROM published.log_text").fetchone()
        assert texts is not None
        assert texts[0].count("0.7531") == 2  # those of the other project


def is_of(leaf: Leaf, project_id: str) -> bool:
    return (leaf.kind, leaf.project_id) == ("reports", project_id)


@pytest.mark.parametrize("erased", ["project_id = 'P2'", "project_id = 'P1' AND version = 2", "kind = 'record'"])
def test_random_bits_are_erased_only_where_there_is_a_tombstone(purged: Database, erased: str) -> None:
    statement = f"UPDATE published.log_leaf SET nonce = NULL WHERE {erased}"
    for url in (purged.writer_url, purged.url):
        with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.IntegrityError, match="only grows"):
            connection.execute(statement.encode())


@pytest.mark.parametrize("statement", ["UPDATE published.log_text SET text = '{}'", "DELETE FROM published.log_text"])
def test_a_text_of_the_log_stays_even_for_the_owner(purged: Database, statement: str) -> None:
    with psycopg.connect(purged.url) as owner, pytest.raises(psycopg.errors.IntegrityError, match="only grows"):
        owner.execute(statement.encode())
