"""What readers and operators see when the database or the program is in trouble."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import httpx
import psycopg
import pytest

from geo.cluster import Cluster
from geo.errors import SchemaMismatch, StoreUnavailable
from geo.store.connecting import ReadPool, publishing
from geo.store.failures import unreachable
from geo.store.migrating import migrate
from geo.store.urls import Login
from tests.builders import project, publish
from tests.fixtures.database import Database, drop_database
from tests.fixtures.prepared import prepare
from tests.fixtures.site import Site, serving

ITEMS = "/collections/projects/items?limit=5"


def pool_of(url: str, *, size: int = 2, statement: float = 20) -> ReadPool:
    return ReadPool((Login(url),), size=size, statement_timeout=timedelta(seconds=statement))


@dataclass
class Readers:
    """Fifty clients that read without a pause, and what they were answered, with the time of it."""

    url: str
    seen: list[tuple[float, int]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        stop = threading.Event()
        with ThreadPoolExecutor(50) as threads:
            for _ in range(50):
                threads.submit(self._read, stop)
            try:
                yield
            finally:
                stop.set()

    def _read(self, stop: threading.Event) -> None:
        with httpx.Client(timeout=30) as client:
            while not stop.is_set():
                answer = client.get(self.url + ITEMS)
                self.seen.append((time.monotonic(), answer.status_code))
                if answer.status_code != 200:
                    self._judge(answer)

    def _judge(self, answer: httpx.Response) -> None:
        kind = answer.headers["content-type"]
        if (answer.status_code, kind) != (503, "application/problem+json") or "retry-after" not in answer.headers:
            self.faults.append(f"{answer.status_code} {kind} {answer.text[:200]}")


def status(site: Site, path: str) -> int:
    return site.get(path).status_code


def wait_for(wanted: int, site: Site, path: str, seconds: float = 10) -> float:
    """The seconds until a path answers with the status; more than allowed fails."""
    began = time.monotonic()
    while status(site, path) != wanted:
        assert time.monotonic() - began < seconds, f"{path} is not {wanted} after {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - began


@pytest.fixture
def own(open_folder: Path) -> Iterator[tuple[Cluster, Database]]:
    """A cluster of this test's own, which it may stop, with a migrated database."""
    prepare(open_folder)
    with Cluster(open_folder) as cluster:
        urls = (cluster.url(user=user) for user in ("allimi", "allimi_writer", "allimi_reader"))
        database = Database("allimi", *urls)
        publish(database.writer_url, [project(f"P{n}") for n in range(10)])
        yield cluster, database


def test_a_database_restart_under_50_readers_costs_only_that_instant(own: tuple[Cluster, Database]) -> None:
    cluster, database = own
    with serving(database) as site:
        readers = Readers(site.url)
        with readers.reading():
            time.sleep(1)
            cluster.stop()
            stopped = time.monotonic()
            assert (status(site, "/live"), status(site, "/ready")) == (200, 503)
            time.sleep(1)
            cluster.start()
            started = time.monotonic()
            wait_for(200, site, "/ready")
            time.sleep(started + 4 - time.monotonic())
    assert readers.faults == []
    assert {code for _, code in readers.seen} == {200, 503}
    failed = [at for at, code in readers.seen if code == 503]
    assert min(failed) > stopped - 2
    assert max(failed) < started + 3  # the pool gives up a connection attempt after 2 seconds
    assert [code for at, code in readers.seen if at > started + 3] != []


def test_whatever_ends_a_site_leaves_no_connection_open(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async def failing() -> None:
        raise ImportError("what draws maps cannot be loaded")

    monkeypatch.setattr("api.app.warm", failing)
    pool = pool_of(database.reader_url)
    with serving(database, pool=pool) as site:
        assert status(site, ITEMS) == 200
        assert pool.usage().open == 1
    assert pool.usage().open == 0


def test_killed_backends_do_not_stay_in_the_pool(database: Database) -> None:
    publish(database.writer_url, [project("P1")])
    with serving(database) as site:
        assert status(site, ITEMS) == 200
        with psycopg.connect(database.url) as owner:
            owner.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'allimi_reader'")
        assert [status(site, ITEMS) for _ in range(8)].count(200) >= 7
        assert status(site, ITEMS) == 200


def test_a_statement_that_takes_too_long_is_a_503(database: Database) -> None:
    publish(database.writer_url, [project("P1")])
    with serving(database, pool=pool_of(database.reader_url, statement=0.3)) as site:
        with psycopg.connect(database.url) as owner:
            owner.execute("LOCK TABLE published.project_version IN ACCESS EXCLUSIVE MODE")
            answer = site.get(ITEMS)
            assert answer.status_code == 503
            assert answer.headers["retry-after"]
            assert "too long" in answer.json()["detail"]
            with psycopg.connect(database.url) as other:
                waiting = other.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE usename = 'allimi_reader' AND state = 'active'"
                ).fetchone()
            assert waiting == (0,)
        assert status(site, ITEMS) == 200


def test_with_every_connection_in_use_the_answer_is_503_within_the_limit(database: Database) -> None:
    with (
        serving(database, pool=pool_of(database.reader_url, size=1)) as site,
        psycopg.connect(database.url) as owner,
        ThreadPoolExecutor(1) as threads,
    ):
        owner.execute("LOCK TABLE published.project_version IN ACCESS EXCLUSIVE MODE")
        first = threads.submit(status, site, ITEMS)
        time.sleep(0.5)
        began = time.monotonic()
        answer = site.get(ITEMS)
        assert (answer.status_code, "retry-after" in answer.headers) == (503, True)
        assert time.monotonic() - began < 3
        assert status(site, "/live") == 200
        owner.rollback()
        assert first.result() == 200
        assert status(site, ITEMS) == 200


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("absent", "does not answer"),
        ("no such database", "no database of that name"),
        ("no such role", "refuses the login"),
    ],
)
def test_a_site_without_its_database_starts_and_says_why_it_is_not_ready(
    database: Database, fault: str, reason: str
) -> None:
    url = {
        "absent": "postgresql://allimi_reader@127.0.0.1:1/allimi",
        "no such database": database.reader_url.replace(database.name, "nothing"),
        "no such role": database.reader_url.replace("allimi_reader", "stranger"),
    }[fault]
    with serving(database, pool=pool_of(url)) as site:
        answer = site.get("/ready")
        assert (answer.status_code, status(site, "/live"), status(site, ITEMS)) == (503, 200, 503)
        assert reason in answer.json()["detail"]
        assert "stranger" not in answer.text
    with pytest.raises(StoreUnavailable, match=reason):
        migrate(url)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ('connection to "db" failed: FATAL: password authentication failed for user "o"', "refuses the login"),
        ("connection failed: fe_sendauth: no password supplied", "refuses the login"),
        ('FATAL: no pg_hba.conf entry for host "10.0.0.1"', "refuses the login"),
        ("FATAL: sorry, too many clients already", "in use"),
        ("could not translate host name", "does not answer"),
    ],
)
def test_why_a_tool_cannot_connect_is_said_without_names(said: str, reason: str) -> None:
    text = str(unreachable(psycopg.OperationalError(said)))
    assert reason in text
    assert not [word for word in ('"', "10.0.0.1", "db") if word in text.replace("database", "")]


def at_migration(database: Database, revision: str) -> None:
    with psycopg.connect(database.url) as owner:
        owner.execute("UPDATE public.alembic_version SET version_num = %s", [revision])


@pytest.mark.parametrize("revision", ["9999", "0000"])
def test_a_database_of_another_program_is_neither_served_nor_written(database: Database, revision: str) -> None:
    at_migration(database, revision)
    with serving(database) as site:
        answer = site.get("/ready")
        assert answer.status_code == 503
        assert revision in answer.json()["detail"]
    with pytest.raises(SchemaMismatch, match="newer"):
        migrate(database.url)
    with pytest.raises(SchemaMismatch, match=revision), publishing(Login(database.writer_url)):
        pytest.fail("it could be written")


def test_a_database_that_is_not_migrated_is_not_ready(cluster: Cluster, database: Database) -> None:
    cluster.create_database("bare")
    try:
        bare = replace(database, reader_url=cluster.url("bare", user="allimi_reader"))
        with serving(bare) as site:
            assert "allimi migrate" in site.get("/ready").json()["detail"]
    finally:
        drop_database(cluster, "bare")


def test_a_connection_that_breaks_while_publishing_says_so(database: Database) -> None:
    def publish_and_break() -> None:
        with publishing(Login(database.writer_url)) as connection, psycopg.connect(database.url) as owner:
            owner.execute("SELECT pg_terminate_backend(%s)", [connection.info.backend_pid])
            connection.execute("SELECT 1")

    with pytest.raises(StoreUnavailable, match="does not answer"):
        publish_and_break()
