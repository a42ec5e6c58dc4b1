"""Whatever is changed in the database, past every guard, the verifier names the first record that is not so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import psycopg
import pytest

from geo.cluster import Cluster
from geo.codes import Status
from geo.log import stored
from geo.log.auditing import audit
from geo.log.checkpoints import make
from geo.log.keys import Algorithm, Signer
from geo.log.proofs import NotProven
from geo.log.verifying import Log
from geo.publishing.logging import append_everything
from geo.publishing.purging import purge
from geo.values import Progress
from tests.builders import ACROSS, INSIDE_WEST, WEST, project, publish, vnd
from tests.fixtures.database import Database, copy_of
from tests.geo.log.tampering import TAMPERINGS, VERSION

KEY = Signer("allimi.example/log", Algorithm.LOG, bytes(range(32)))


def findings(url: str, *, checkpoints: bool = True) -> list[str]:
    with psycopg.connect(url) as connection:
        known = [one for one, _ in stored.checkpoints(connection)] if checkpoints else []
        return list(audit(connection, known))


def sign(url: str) -> None:
    with psycopg.connect(url) as connection:
        size = stored.size(connection)
        stored.keep(connection, make(size, stored.root(connection, size), [KEY]), [KEY.verifier])


@pytest.fixture(scope="module")
def city(module_database: Database) -> Database:
    """Three publications: five projects, then a change of two and a new one, then a withdrawal; two checkpoints."""
    url = module_database.writer_url
    places = [ACROSS, INSIDE_WEST, WEST, None, ACROSS]
    report = Progress(planned=Decimal("0.50"), actual=Decimal("0.4"), as_of=date(2026, 5, 1))
    first = [
        project(f"P{n}", footprint=place, budget=vnd(f"{n}000000.50"), progress=report)
        for n, place in enumerate(places, 1)
    ]
    publish(url, first)
    sign(url)
    publish(url, [project(f"P{n}", status=Status.IMPLEMENTATION, sample=True) for n in (2, 4, 6)])
    publish(url, [project("P2", status=Status.COMPLETED)])
    sign(url)
    return module_database


@pytest.fixture
def copy(city: Database, cluster: Cluster) -> Iterator[str]:
    """A copy of the city, to be tampered with as the owner."""
    with copy_of(city.name, cluster) as found:
        yield found.url


def tamper(url: str, *statements: str) -> None:
    with psycopg.connect(url) as owner:
        owner.execute("SET session_replication_role = replica")
        for statement in statements:
            owner.execute(statement.encode())


def test_what_nobody_changed_is_as_it_was_published(city: Database) -> None:
    assert findings(city.reader_url) == []
    with psycopg.connect(city.reader_url) as connection:
        log = Log(one for one, _ in stored.checkpoints(connection))
        for leaf, text in stored.entries(connection):
            log.take(leaf, text)
        log.finish()
        assert (log.size, log.root) == (11, stored.root(connection, 11))


@pytest.mark.parametrize("what", TAMPERINGS)
def test_the_first_bad_record_is_named(copy: str, what: str) -> None:
    statements, said = TAMPERINGS[what]
    tamper(copy, *statements)
    found = findings(copy)
    assert found
    assert re.search(said, found[0]), found


def test_a_whole_log_made_anew_is_found_by_a_checkpoint_alone(copy: str) -> None:
    from geo.publishing.logging import append_everything  # noqa: PLC0415 - what a forger would run

    tamper(
        copy,
        VERSION.format("feature_text = replace(feature_text, '3000000.50', '1'), budget = 1, original_budget = 1"),
        VERSION.format("feature_hash = sha256(convert_to(feature_text, 'UTF8'))"),
        "UPDATE published.project_brief SET budget = 1, original_budget = 1 WHERE project_id = 'P3'",
        "DELETE FROM published.log_leaf",
        "DELETE FROM published.log_text",
        "DELETE FROM published.log_node",
    )
    with psycopg.connect(copy) as owner:
        append_everything(owner)
    assert findings(copy, checkpoints=False) == []
    assert "checkpoint" in findings(copy)[0]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE published.log_leaf SET hash = sha256('x')",
        "UPDATE published.log_leaf SET nonce = sha256('x')",
        "UPDATE published.log_leaf SET nonce = NULL, version = 7",
        "DELETE FROM published.log_leaf",
        "TRUNCATE published.log_leaf",
        "UPDATE published.log_node SET hash = sha256('x')",
        "DELETE FROM published.log_node",
        "UPDATE published.checkpoint SET note = 'x'",
        "DELETE FROM published.checkpoint",
        "TRUNCATE published.checkpoint",
    ],
)
def test_the_log_only_grows_even_for_the_owner(copy: str, statement: str) -> None:
    with psycopg.connect(copy) as owner, pytest.raises(psycopg.errors.IntegrityError, match="only grows"):
        owner.execute(statement.encode())


def test_the_writer_appends_and_changes_nothing(city: Database) -> None:
    for statement in ("DELETE FROM published.log_leaf", "UPDATE published.log_leaf SET hash = ''"):
        with psycopg.connect(city.writer_url) as writer, pytest.raises(psycopg.errors.InsufficientPrivilege):
            writer.execute(statement.encode())


def test_a_change_is_named_though_much_of_the_log_is_still_to_come(copy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server is still sending when the reader has seen enough; what else is checked after that is checked."""
    monkeypatch.setattr(stored, "_AT_ONCE", 1)
    publish(copy, [project(f"Q{n}", descriptions={"vi": "dài " * 1000}) for n in range(500)])
    tamper(copy, "UPDATE published.project_version SET feature_text = feature_text || ' ' WHERE project_id = 'P1'")
    tamper(copy, "DELETE FROM published.log_node WHERE level = 1 AND position = 0")
    first, node = findings(copy, checkpoints=False)
    assert "P1" in first
    assert "Node 0 at level 1" in node


def test_random_bits_are_of_each_leaf_alone(city: Database) -> None:
    with psycopg.connect(city.reader_url) as reader:
        row = reader.execute(
            "SELECT count(DISTINCT nonce), min(length(nonce)), max(length(nonce)) FROM published.log_leaf"
        )
        assert row.fetchone() == (11, 16, 16)


def test_random_bits_are_of_each_leaf_alone_whatever_is_known_of_the_table(copy: str) -> None:
    """A planner that knows how few numbers versions have may draw but once for all that have the same."""
    several = [project(f"Q{n}", budget=vnd(n)) for n in range(300)]
    publish(copy, several)
    publish(copy, [replace(one, sample=True) for one in several])
    with psycopg.connect(copy) as owner:
        owner.execute("ANALYZE published.project_version")
        purge(owner, {(one.id, 1): ["budget"] for one in several}, ground="none", decided_by="nobody")
        assert bits(owner) == {"version": (309, 309), "purge": (300, 300), "tombstone": (300, 300), "record": (2, 2)}
        owner.commit()
    tamper(copy, *(f"DELETE FROM published.{table}" for table in ("log_leaf", "log_text", "log_node")))
    with psycopg.connect(copy) as owner:
        append_everything(owner)
        assert bits(owner)["version"] == (609, 609)


def bits(connection: psycopg.Connection) -> dict[str, tuple[int, int]]:
    """How many nonces leaves of each kind have, and how many different ones."""
    counted = "SELECT kind, count(nonce), count(DISTINCT nonce) FROM published.log_leaf GROUP BY kind"
    return {kind: (nonces, different) for kind, nonces, different in connection.execute(counted)}


def test_a_leaf_that_goes_back_in_time_is_no_log(city: Database) -> None:
    with psycopg.connect(city.reader_url) as connection:
        entries = list(stored.entries(connection))
    for changed in ({"publication": 1}, {"instant": entries[0].leaf.instant}):
        log = Log()
        for leaf, text in entries[:7]:
            log.take(leaf, text)
        with pytest.raises(NotProven, match="not later"):
            log.take(entries[7].leaf._replace(**changed), entries[7].text)
