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
        assert (log.size, log.root) == (9, stored.root(connection, 9))


VERSION = "UPDATE published.project_version SET {} WHERE project_id = 'P3'"
LEAF = "UPDATE published.log_leaf SET {} WHERE position = 2"
TAMPERINGS = {
    "a value in its column": ([VERSION.format("budget = 1")], "leaf 2 .* says another budget"),
    "a footprint": ([VERSION.format("footprint = ST_Translate(footprint, 0.001, 0)")], "leaf 2 .* another footprint"),
    "a class of geometry": ([VERSION.format("geometry_class = 'line'")], "leaf 2 .* class of geometry"),
    "what is withheld": ([VERSION.format("withheld = '{budget}'")], "leaf 2 .* another withheld"),
    "a text": ([VERSION.format("feature_text = replace(feature_text, '3000000.50', '1')")], "leaf 2 .* not what was"),
    "a text with its hash and column": (
        [
            VERSION.format("feature_text = replace(feature_text, '3000000.50', '1'), budget = 1, original_budget = 1"),
            VERSION.format("feature_hash = sha256(convert_to(feature_text, 'UTF8'))"),
        ],
        "leaf 2 .* not what was published",
    ),
    "the instant of a version": (
        [VERSION.format("published = tstzrange('2026-01-01Z', upper(published))")],
        "leaf 2 .* another instant",
    ),
    "the instant of a publication": (
        ["UPDATE published.publication SET published_at = '2026-01-01Z' WHERE number = 1"],
        "leaf 0 .* not what was published",
    ),
    "the publication of a version": ([VERSION.format("publication = 2")], "leaf 2 .* another publication"),
    "the end of a version": (
        ["UPDATE published.project_version SET published = tstzrange(lower(published), '2030-01-01Z') "
         "WHERE project_id = 'P2' AND version = 1"],
        "Version 1 of P2 .* does not end",
    ),
    "an end that is taken away": (
        ["DROP INDEX published.project_version_now_key",
         "UPDATE published.project_version SET published = tstzrange(lower(published), NULL) "
         "WHERE project_id = 'P4' AND version = 1"],
        "Version 1 of P4 .* does not end",
    ),
    "a version that is taken out": (
        ["DELETE FROM published.project_version WHERE project_id = 'P3'"], "leaf 2 .* is not there",
    ),
    "a version that is put in": (
        ["CREATE TEMPORARY TABLE one AS SELECT * FROM published.project_version WHERE project_id = 'P3'",
         "UPDATE one SET project_id = 'P9'", "INSERT INTO published.project_version SELECT * FROM one"],
        "No leaf records version 1 of P9",
    ),
    "a version and its leaf taken out": (
        ["DELETE FROM published.project_version WHERE project_id = 'P3'",
         "DELETE FROM published.log_leaf WHERE position = 2"],
        "Leaf 2 is missing",
    ),
    "the end of the log cut off": (
        ["DELETE FROM published.log_leaf WHERE position = 8",
         "DELETE FROM published.project_version WHERE project_id = 'P2' AND version = 3"],
        "has 9 leaves, the log 8",
    ),
    "a hash of a leaf": ([LEAF.format("hash = sha256('x')")], "leaf 2 .* not what was published"),
    "the random bits of a leaf": ([LEAF.format("nonce = NULL")], "random bits of leaf 2 .* erased"),
    "a text with its leaf": (
        [VERSION.format("feature_text = replace(feature_text, '3000000.50', '1'), budget = 1, original_budget = 1"),
         VERSION.format("feature_hash = sha256(convert_to(feature_text, 'UTF8'))"),
         "UPDATE published.log_leaf AS l SET hash = published.leaf_hash(l.kind, l.publication, p.published_at, "
         "l.version, l.nonce, l.project_id, v.feature_text) FROM published.project_version AS v, "
         "published.publication AS p WHERE p.number = 1 AND l.position = 2 AND v.project_id = 'P3'"],
        "one from leaf 0 to leaf 4 was changed",
    ),
    "a node": (
        ["UPDATE published.log_node SET hash = sha256('x') WHERE level = 2 AND position = 1"], "Node 1 at level 2",
    ),
    "a node that is taken out": (["DELETE FROM published.log_node WHERE level = 3"], "Node 0 at level 3"),
    "a node that is put in": (["INSERT INTO published.log_node VALUES (9, 0, '')"], "Node 0 at level 9"),
    "a publication that is put in": (
        ["INSERT INTO published.publication VALUES (9, now(), 0)"], "Publication 9 does not follow",
    ),
    "how many versions there were": (
        ["UPDATE published.publication SET versions = 4 WHERE number = 1"], "Publication 1 .* has not the versions",
    ),
    "a project's beginning": (
        ["UPDATE published.project SET first_publication = 3 WHERE id = 'P6'"], "P6 did not begin with publication 3",
    ),
    "a purge that is put in": (
        ["INSERT INTO published.purge (project_id, version, publication, fields, ground, decided_by, purged_at) "
         "VALUES ('P2', 1, 3, '{budget}', 'x', 'x', now())"],
        "purge of version 1 of P2",
    ),
    "a checkpoint": (
        ["UPDATE published.checkpoint SET note = replace(note, E'\\n5\\n', E'\\n6\\n') WHERE tree_size = 5"],
        "The first 6 leaves are not those of the checkpoint",
    ),
    "the size of a checkpoint": (
        ["UPDATE published.checkpoint SET tree_size = 4 WHERE tree_size = 5"], "Checkpoint 1 is kept under another",
    ),
    "the root of a checkpoint": (
        ["UPDATE published.checkpoint SET root = sha256('x') WHERE tree_size = 5"], "Checkpoint 1 is kept under",
    ),
}  # fmt: skip


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
        assert row.fetchone() == (9, 16, 16)


def test_random_bits_are_of_each_leaf_alone_whatever_is_known_of_the_table(copy: str) -> None:
    """A planner that knows how few numbers versions have may draw but once for all that have the same."""
    several = [project(f"Q{n}", budget=vnd(n)) for n in range(300)]
    publish(copy, several)
    publish(copy, [replace(one, sample=True) for one in several])
    with psycopg.connect(copy) as owner:
        owner.execute("ANALYZE published.project_version")
        purge(owner, {(one.id, 1): ["budget"] for one in several}, ground="none", decided_by="nobody")
        append_everything(owner)
        rows = owner.execute("SELECT kind, count(nonce), count(DISTINCT nonce) FROM published.log_leaf GROUP BY kind")
        assert sorted(rows) == [("purge", 300, 300), ("version", 918, 918)]


def test_a_leaf_that_goes_back_in_time_is_no_log(city: Database) -> None:
    with psycopg.connect(city.reader_url) as connection:
        entries = list(stored.entries(connection))
    for changed in ({"publication": 1}, {"instant": entries[0].leaf.instant}):
        log = Log()
        for leaf, text in entries[:5]:
            log.take(leaf, text)
        with pytest.raises(NotProven, match="not later"):
            log.take(entries[5].leaf._replace(**changed), entries[5].text)
