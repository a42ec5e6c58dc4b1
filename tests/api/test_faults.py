"""What readers and operators see when the database or the program is in trouble."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
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
from geo.cluster.postmaster import Postmaster
from geo.errors import SchemaMismatch, StoreUnavailable
from geo.store import migrate
from geo.store.connecting import ReadPool, publishing
from geo.store.urls import Login
from tests.builders import project, publish
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving

ROOT = Path(__file__).resolve().parents[2]
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
    with Cluster(open_folder) as cluster:
        migrate(cluster.url())
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
            time.sleep(2)
    assert readers.faults == []
    assert {code for _, code in readers.seen} == {200, 503}
    failed = [at for at, code in readers.seen if code == 503]
    assert min(failed) > stopped - 2
    assert max(failed) < started + 3  # the pool gives up a connection attempt after 2 seconds
    assert [code for at, code in readers.seen if at > started + 3] != []


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
        cluster.drop_database("bare")


def test_a_connection_that_breaks_while_publishing_says_so(database: Database) -> None:
    with pytest.raises(StoreUnavailable, match="does not answer"), publishing(Login(database.writer_url)) as connection:
        with psycopg.connect(database.url) as owner:
            owner.execute("SELECT pg_terminate_backend(%s)", [connection.info.backend_pid])
        connection.execute("SELECT 1")


@dataclass
class Program:
    """`allimi` in a process of its own."""

    process: subprocess.Popen[str]
    url: str

    def ends(self, seconds: float) -> int:
        return self.process.wait(seconds)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-P", "-m", "api.cli", *arguments]


def environment(**settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ALLIMI_")}
    return kept | {"PYTHONPATH": str(ROOT), "ALLIMI_PORT": str(free_port())} | settings


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextlib.contextmanager
def program(*arguments: str, log: Path, **settings: str) -> Iterator[Program]:
    """The program, ready to serve; killed at the end if it still runs."""
    with (
        log.open("w") as errors,
        subprocess.Popen(
            command(*arguments), env=environment(**settings), stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        try:
            assert process.stdout is not None
            said = re.search(r"http://\S+(?=/)", process.stdout.readline())
            assert said, log.read_text()
            yield Program(process, said[0])
        finally:
            process.kill()


def ask(running: Program, path: str) -> int:
    try:
        return httpx.get(running.url + path, timeout=40).status_code
    except httpx.TransportError:
        return 0


def test_a_private_database_that_dies_is_started_again(open_folder: Path) -> None:
    log = open_folder / "log"
    with program("run", "--no-sample", log=log, ALLIMI_DATA_DIR=str(open_folder)) as running:
        assert ask(running, "/ready") == 200
        server = Postmaster.of(open_folder / "pg")
        assert server is not None
        server.signal(signal.SIGKILL)
        began = time.monotonic()
        answers = {(ask(running, "/live"), ask(running, "/ready")) for _ in range(5)}
        assert {live for live, _ in answers} == {200}
        while ask(running, "/ready") != 200:
            assert time.monotonic() - began < 10
            time.sleep(0.05)
        time.sleep(0.3)
        assert ask(running, ITEMS) == 200
        running.process.send_signal(signal.SIGTERM)
        assert running.ends(20) == 0
    assert "database started again" in log.read_text()
    assert Postmaster.of(open_folder / "pg") is None


def locked(database: Database) -> psycopg.Connection:
    """A connection that holds up every reader of projects until it is closed."""
    owner = psycopg.connect(database.url)
    owner.execute("LOCK TABLE published.project_version IN ACCESS EXCLUSIVE MODE")
    return owner


def waits(database: Database) -> None:
    """Return once a reader waits for the lock."""
    with psycopg.connect(database.url, autocommit=True) as owner:
        for _ in range(200):
            row = owner.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
            if row and row[0]:
                return
            time.sleep(0.02)
    pytest.fail("no reader waits")


def test_sigterm_lets_running_requests_finish(database: Database, tmp_path: Path) -> None:
    publish(database.writer_url, [project("P1")])
    with (
        program(
            "serve", log=tmp_path / "log", ALLIMI_DATABASE_URL=database.url, ALLIMI_DATA_DIR=str(tmp_path)
        ) as running,
        ThreadPoolExecutor(4) as threads,
    ):
        holder = locked(database)
        answers = [threads.submit(ask, running, ITEMS) for _ in range(4)]
        waits(database)
        running.process.send_signal(signal.SIGTERM)
        time.sleep(1)
        assert running.process.poll() is None
        assert ask(running, "/live") == 0  # nobody new comes in
        holder.close()
        assert [answer.result() for answer in answers] == [200] * 4
        assert running.ends(10) == 0


def test_a_second_sigterm_ends_at_once(database: Database, tmp_path: Path) -> None:
    with (
        program(
            "serve", log=tmp_path / "log", ALLIMI_DATABASE_URL=database.url, ALLIMI_DATA_DIR=str(tmp_path)
        ) as running,
        ThreadPoolExecutor(1) as threads,
    ):
        holder = locked(database)
        answer = threads.submit(ask, running, ITEMS)
        waits(database)
        running.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        began = time.monotonic()
        running.process.send_signal(signal.SIGTERM)
        assert running.ends(3) == 0
        assert time.monotonic() - began < 2
        answer.result()
        holder.close()


def test_after_the_time_to_drain_it_ends_anyway(database: Database, tmp_path: Path) -> None:
    settings = {"ALLIMI_DATABASE_URL": database.url, "ALLIMI_DATA_DIR": str(tmp_path), "ALLIMI_DRAIN": "1"}
    with program("serve", log=tmp_path / "log", **settings) as running, ThreadPoolExecutor(1) as threads:
        holder = locked(database)
        answer = threads.submit(ask, running, ITEMS)
        waits(database)
        running.process.send_signal(signal.SIGTERM)
        assert running.ends(5) == 0
        assert answer.result() in {0, 500, 503}
        holder.close()


@pytest.mark.parametrize(
    ("arguments", "fault", "code", "says"),
    [
        (("run",), "absent", 4, "does not answer"),
        (("migrate",), "absent", 4, "does not answer"),
        (("run",), "newer", 1, "newer"),
        (("migrate",), "newer", 1, "newer"),
        (("backup", "b"), "absent", 4, "does not answer"),
    ],
)
def test_a_command_without_its_database_ends_with_one_line(
    database: Database, tmp_path: Path, arguments: tuple[str, ...], fault: str, code: int, says: str
) -> None:
    at_migration(database, "9999")
    url = database.url if fault == "newer" else "postgresql://owner:geheim@127.0.0.1:1/x"
    settings = environment(ALLIMI_DATABASE_URL=url, ALLIMI_DATA_DIR=str(tmp_path))
    done = subprocess.run(command(*arguments), env=settings, cwd=tmp_path, capture_output=True, text=True, check=False)
    lines = [line for line in done.stderr.splitlines() if not line.startswith("{")]
    assert (done.returncode, len(lines)) == (code, 1), done.stderr
    assert says in lines[0]
    assert "geheim" not in done.stderr


def test_serve_waits_for_a_database_that_comes_later(database: Database, cluster: Cluster, tmp_path: Path) -> None:
    url = database.url.replace(database.name, "later")
    settings = {"ALLIMI_DATABASE_URL": url, "ALLIMI_DATA_DIR": str(tmp_path)}
    with program("serve", log=tmp_path / "log", **settings) as running:
        assert (ask(running, "/live"), ask(running, "/ready")) == (200, 503)
        cluster.create_database("later", template=database.name)
        began = time.monotonic()
        while ask(running, "/ready") != 200:
            assert time.monotonic() - began < 10
            time.sleep(0.1)
        running.process.send_signal(signal.SIGTERM)
        assert running.ends(10) == 0
    cluster.drop_database("later")
