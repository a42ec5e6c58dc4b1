"""Killed at any moment: what was acknowledged is there, nothing is half there, and it goes on without a hand."""

from __future__ import annotations

import json
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import httpx
import psycopg
import pytest

from geo.cluster import Cluster
from geo.intake.keys import Scope, add_key
from tests.api.intake.pushing import BASE, work
from tests.fixtures.database import Database
from tests.fixtures.prepared import prepare
from tests.fixtures.program import Program, program
from tests.fixtures.replica import kill

TIMES = [pytest.param(2, id="2 times"), pytest.param(20, id="20 times", marks=pytest.mark.slow)]
SIZE = {2: 400, 20: 10_000}
PATIENCE = 30
"""Seconds until pushes are taken again."""
SOON = 0.6
"""Seconds after which a batch of the usual run is still at work."""


@dataclass
class Recorder:
    """Pushes batches and single projects, and remembers which were acknowledged."""

    token: str
    size: int
    acknowledged: dict[str, int] = field(default_factory=dict)
    refused: list[int] = field(default_factory=list)

    def batch(self, url: str, turn: int) -> None:
        """One batch; its projects have codes of their own turn."""
        lines = "\n".join(json.dumps(work(code=f"T{turn}-{n}")) for n in range(self.size))
        self._send("POST", f"{url}{BASE}/batches", lines, "application/x-ndjson", f"T{turn}", self.size)

    def single(self, url: str, turn: int) -> None:
        """One project."""
        body = json.dumps(work())
        self._send("PUT", f"{url}{BASE}/projects/S{turn}", body, "application/json", f"S{turn}", 1)

    def surely_single(self, url: str, turn: int) -> None:
        """One project, as often as it takes: what was killed may be at work for a moment, or is recovered."""
        began = time.monotonic()
        while f"S{turn}" not in self.acknowledged:
            assert time.monotonic() - began < PATIENCE, "it does not take pushes again"
            self.single(url, turn)

    def _send(self, method: str, url: str, body: str, kind: str, name: str, size: int) -> None:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        try:
            answer = httpx.request(method, url, content=body, headers=headers, timeout=120)
        except httpx.TransportError:
            return
        if answer.status_code < 300:
            self.acknowledged[name] = size
        else:
            self.refused.append(answer.status_code)

    def latest(self, url: str, times: int) -> float:
        """Until when a batch is killed, in seconds: of the long run until the end of a whole one, which is pushed."""
        began = time.monotonic()
        if self.size == SIZE[20]:
            self.batch(url, times + 1)
        return max(SOON, time.monotonic() - began)

    def check(self, database: Database) -> None:
        """Every batch is whole or absent, and what was acknowledged is there."""
        with psycopg.connect(database.url) as owner:
            rows = owner.execute(
                "SELECT split_part(split_part(project_id, '.', 2), '-', 1), count(*) FROM published.project_now "
                "GROUP BY 1"
            ).fetchall()
            pushes = owner.execute("SELECT count(*) FROM intake.push WHERE state = 'received'").fetchone()
        found: dict[str, int] = dict(rows)
        assert {name: found.get(name) for name in self.acknowledged} == self.acknowledged
        assert {name: count for name, count in found.items() if count not in {1, self.size}} == {}
        assert pushes == (0,)
        print(f"{len(self.acknowledged)} acknowledged, {len(found)} there: {sorted(found)}")


@contextmanager
def own_cluster(folder: Path) -> Iterator[tuple[Cluster, Database]]:
    prepare(folder)
    with Cluster(folder) as cluster:
        yield cluster, Database("allimi", *(cluster.url(user=u) for u in ("allimi", "allimi_writer", "allimi_reader")))


def recorder(database: Database, size: int) -> Recorder:
    with psycopg.connect(database.writer_url) as connection:
        _, token = add_key(connection, "ban-1", scopes=[Scope.SUBMIT], names={})
    return Recorder(token, size)


def killed_meanwhile(push: Callable[[], None], kill_it: Callable[[], object], wait: float) -> None:
    """Push, and kill at an instant of it."""
    thread = threading.Thread(target=push)
    thread.start()
    time.sleep(wait)
    kill_it()
    thread.join()


def kill_backend(database: Database, killed: list[int]) -> None:
    """Kill the process of the server that writes the batch; the server then ends every session and recovers.

    Its number is put among `killed`, but for a batch that has ended before.
    """
    statement = (
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' "
        "AND pid <> pg_backend_pid() AND xact_start < clock_timestamp() - interval '0.1 s' ORDER BY xact_start LIMIT 1"
    )
    began = time.monotonic()
    with psycopg.connect(database.url, autocommit=True) as owner:
        while not (writing := owner.execute(statement).fetchall()) and time.monotonic() - began < SOON:
            time.sleep(0.01)
    for (pid,) in writing:
        os.kill(pid, signal.SIGKILL)
        killed.append(pid)


@contextmanager
def served(database: Database, folder: Path) -> Iterator[Program]:
    settings = {"ALLIMI_DATABASE_URL": database.url, "ALLIMI_DATA_DIR": str(folder)}
    with program("serve", log=folder / "log", **settings) as running:
        yield running


@pytest.mark.parametrize("times", TIMES)
def test_the_service_is_killed_during_a_batch(database: Database, tmp_path: Path, times: int) -> None:
    sent, chance, latest = recorder(database, SIZE[times]), random.Random(times), SOON
    for turn in range(times):
        with served(database, tmp_path) as running:
            sent.surely_single(running.url, turn)
            latest = latest if turn else sent.latest(running.url, times)
            push = partial(sent.batch, running.url, turn)
            killed_meanwhile(push, running.process.kill, chance.uniform(0.1, latest))
    with served(database, tmp_path) as running:
        sent.surely_single(running.url, times)
        sent.batch(running.url, times)
    assert f"T{times}" in sent.acknowledged
    assert set(sent.refused) <= {503}
    sent.check(database)


@pytest.mark.parametrize("times", TIMES)
def test_postgresql_is_killed_during_a_batch(open_folder: Path, tmp_path: Path, times: int) -> None:
    with own_cluster(open_folder) as (cluster, database), served(database, tmp_path) as running:
        sent, chance, killed = recorder(database, SIZE[times]), random.Random(times), list[int]()
        latest = sent.latest(running.url, times)
        for turn in range(times):
            push = partial(sent.batch, running.url, turn)
            kill_it = partial(kill_backend, database, killed) if turn % 2 else partial(kill, cluster)
            killed_meanwhile(push, kill_it, chance.uniform(0.1, latest))
            cluster.ensure()
            sent.surely_single(running.url, turn)
        assert killed
        assert set(sent.refused) <= {503}
        sent.check(database)
