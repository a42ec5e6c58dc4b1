"""F21: a backup that is taken while agencies push; restored elsewhere, intake, history and log go on from it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from data.backup import Manifest, backup, restore
from geo.cluster import Cluster
from geo.log.auditing import audit
from geo.log.keys import Algorithm, Signer
from geo.log.signing import sign
from geo.log.stored import checkpoints
from geo.publishing import purge
from geo.store.fingerprints import snapshot
from tests.api.intake.pushing import Agency, agency, audited, pushed_to, versions, work
from tests.fixtures.database import Database, copy_of
from tests.fixtures.waiting import until

KEY = Signer("allimi.example/log", Algorithm.LOG, bytes(range(32)))
FILLED = (
    "intake.api_key", "intake.push", "intake.push_item", "intake.record", "intake.audit", "intake.idempotency",
    "published.project_version", "published.purge", "published.log_leaf", "published.log_node", "published.checkpoint",
    "published.disclosure_count", "published.disclosure_update",
)  # fmt: skip
"""Tables of pushes, of the history, of the log and of what is disclosed."""


@pytest.fixture
def other(cluster: Cluster, template: str) -> Iterator[Database]:
    with copy_of(template, cluster) as copy:
        yield copy


@contextmanager
def pushing(board: Agency) -> Iterator[list[int]]:
    """Somebody pushes all the while; gives the statuses so far, once there are some."""
    stop, statuses = threading.Event(), list[int]()

    def push() -> None:
        while not stop.is_set():
            number = len(statuses)
            answer = board.put(f"L{number % 5}", work(sequence=number), Idempotency_Key=f"l{number}")
            statuses.append(answer.status_code)

    thread = threading.Thread(target=push)
    thread.start()
    try:
        until(lambda: len(statuses) >= 3)
        yield statuses
    finally:
        stop.set()
        thread.join()


def backed_up(board: Agency, file: Path) -> Manifest:
    """A backup while others push: of a push, one that is held, a purge, and a checkpoint over them."""
    database = board.site.database
    assert board.put("P1", work(contractor="Công ty Hai"), Idempotency_Key="first").status_code == 201
    assert board.put("P1", work()).json()["revision"] == 2
    assert board.put("P2", work(status="done")).status_code == 202
    with psycopg.connect(database.writer_url) as writer:
        purge(writer, {("ban-1.P1", 1): ["contractor"]}, ground="Law 91/2025", decided_by="Board")
        sign(writer, [KEY])
    with pushing(board) as statuses:
        manifest = backup(database.url, file, replace=False, version="test", say=lambda _: None)
        after = len(statuses)
        until(lambda: len(statuses) >= after + 2)
        assert set(statuses) <= {200, 201}
    return manifest


def test_restored_elsewhere_pushes_history_and_log_go_on(database: Database, other: Database, tmp_path: Path) -> None:
    with pushed_to(database) as site:
        board = agency(site)
        manifest = backed_up(board, tmp_path / "b")
    restore(other.url, tmp_path / "b", replace=False, say=lambda _: None)
    with snapshot(other.url) as restored:
        assert restored.fingerprints() == manifest.tables
    assert [name for name in FILLED if manifest.tables[name].rows == 0] == []
    before = audited(other)
    with pushed_to(other) as site:
        there = replace(board, site=site)
        again = there.put("P1", work(contractor="Công ty Hai"), Idempotency_Key="first")
        assert (again.status_code, again.headers["idempotent-replayed"]) == (201, "true")
        assert there.put("P1", work(contractor="Công ty Ba")).json()["revision"] == 3
    assert [version for version, *_ in versions(other, "ban-1.P1")] == [1, 2, 3]
    assert audited(other)[: len(before)] == before
    with psycopg.connect(other.url) as owner:
        kept = [checkpoint for checkpoint, _ in checkpoints(owner)]
        assert (len(kept), list(audit(owner, kept))) == (1, [])
