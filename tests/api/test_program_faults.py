"""What happens to the running program: its database dies, it is told to stop, it starts without one."""

from __future__ import annotations

import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from geo.cluster import Cluster
from geo.cluster.postmaster import Postmaster
from tests.builders import project, publish
from tests.fixtures.database import Database, drop_database
from tests.fixtures.program import ask, command, environment, program
from tests.fixtures.waiting import until

ITEMS = "/collections/projects/items?limit=5"


def test_a_private_database_that_dies_is_started_again(open_folder: Path) -> None:
    log = open_folder / "log"
    with program("run", "--no-sample", log=log, ALLIMI_DATA_DIR=str(open_folder)) as running:
        assert ask(running, "/ready") == 200
        server = Postmaster.of(open_folder / "pg")
        assert server is not None
        server.signal(signal.SIGKILL)
        answers = {(ask(running, "/live"), ask(running, "/ready")) for _ in range(5)}
        assert {live for live, _ in answers} == {200}
        until(lambda: ask(running, "/ready") == 200, 10)
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


def waits(database: Database, readers: int = 1) -> None:
    """Return once so many readers wait for the lock."""
    with psycopg.connect(database.url, autocommit=True) as owner:
        for _ in range(200):
            row = owner.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
            if row and row[0] >= readers:
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
        locked(database) as holder,
    ):
        answers = [threads.submit(ask, running, ITEMS) for _ in range(4)]
        waits(database, readers=4)
        running.process.send_signal(signal.SIGTERM)
        time.sleep(1)
        assert running.process.poll() is None
        assert ask(running, "/live") == 0  # nobody new comes in
        holder.close()
        assert [answer.result() for answer in answers] == [200] * 4
        assert running.ends(20) == 0


def test_a_second_sigterm_ends_at_once(database: Database, tmp_path: Path) -> None:
    with (
        program(
            "serve", log=tmp_path / "log", ALLIMI_DATABASE_URL=database.url, ALLIMI_DATA_DIR=str(tmp_path)
        ) as running,
        ThreadPoolExecutor(1) as threads,
        locked(database) as holder,
    ):
        answer = threads.submit(ask, running, ITEMS)
        waits(database)
        running.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        began = time.monotonic()
        running.process.send_signal(signal.SIGTERM)
        assert running.ends(20) == 0
        assert time.monotonic() - began < 10  # of 30 that the first one gave
        answer.result()
        holder.close()


def test_after_the_time_to_drain_it_ends_anyway(database: Database, tmp_path: Path) -> None:
    settings = {"ALLIMI_DATABASE_URL": database.url, "ALLIMI_DATA_DIR": str(tmp_path), "ALLIMI_DRAIN": "1"}
    with (
        program("serve", log=tmp_path / "log", **settings) as running,
        ThreadPoolExecutor(1) as threads,
        locked(database) as holder,
    ):
        answer = threads.submit(ask, running, ITEMS)
        waits(database)
        running.process.send_signal(signal.SIGTERM)
        assert running.ends(15) == 0
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
    with psycopg.connect(database.url) as owner:
        owner.execute("UPDATE public.alembic_version SET version_num = '9999'")
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
        until(lambda: ask(running, "/ready") == 200, 10)
        running.process.send_signal(signal.SIGTERM)
        assert running.ends(20) == 0
    drop_database(cluster, "later")
