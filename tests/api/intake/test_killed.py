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
SIZE = 10_000
PATIENCE = 30
"""Seconds until pushes are taken again."""
SOON = 3.0
"""Seconds after which a batch is still at work on most machines."""


@dataclass
class Recorder:
    """Pushes batches and single projects, and remembers which were acknowledged.

    `took` is how long the last acknowledged batch took, in seconds; before, what one takes at least. `filling` makes a
    text that the projects of a batch have.
    """

    token: str
    size: int
    took: float = SOON
    acknowledged: dict[str, int] = field(default_factory=dict)
    refused: list[int] = field(default_factory=list)
    filling: Callable[[], str] | None = None

    def batch(self, url: str, turn: int) -> None:
        """One batch; its projects have codes of their own turn. Every second one is partial, and one of it is held."""
        more = {} if self.filling is None else {"descriptions": {"vi": self.filling()}}
        projects, began = [work(code=f"T{turn}-{n}", **more) for n in range(self.size)], time.monotonic()
        if part := turn % 2 == 1:
            projects.append(work(code=f"T{turn}-held", status="done"))
        lines, query = "\n".join(map(json.dumps, projects)), "?partial=true" if part else ""
        self._send("POST", f"{url}{BASE}/batches{query}", lines, "application/x-ndjson", f"T{turn}", self.size)
        if f"T{turn}" in self.acknowledged:
            self.took = time.monotonic() - began

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

    def check(self, database: Database) -> None:
        """Every batch is whole or absent, and what was acknowledged is there."""
        with psycopg.connect(database.url) as owner:
            rows = owner.execute(
                "SELECT split_part(split_part(project_id, '.', 2), '-', 1), count(*) FROM published.project_now "
                "GROUP BY 1"
            ).fetchall()
            pushes = owner.execute("SELECT count(*) FROM intake.push WHERE state = 'received'").fetchone()
            held = owner.execute("SELECT code FROM intake.push_item WHERE state = 'held'").fetchall()
        found: dict[str, int] = dict(rows)
        assert {name: found.get(name) for name in self.acknowledged} == self.acknowledged
        assert {name: count for name, count in found.items() if count not in {1, self.size}} == {}
        assert pushes == (0,)
        assert {f"{name}-held" for name in self.acknowledged if name[0] == "T" and int(name[1:]) % 2} <= {
            code for (code,) in held
        }
        print(f"{len(self.acknowledged)} acknowledged, {len(found)} there: {sorted(found)}")


@contextmanager
def own_cluster(folder: Path) -> Iterator[tuple[Cluster, Database]]:
    prepare(folder)
    with Cluster(folder) as cluster:
        yield cluster, Database("allimi", *(cluster.url(user=u) for u in ("allimi", "allimi_writer", "allimi_reader")))


def keyed(database: Database) -> str:
    """The token of a new key."""
    with psycopg.connect(database.writer_url) as connection:
        return add_key(connection, "ban-1", scopes=[Scope.SUBMIT], names={})[1]


def recorder(database: Database, size: int) -> Recorder:
    return Recorder(keyed(database), size)


def killed_meanwhile(push: Callable[[], None], kill_it: Callable[[threading.Thread], object]) -> None:
    """Push, and kill meanwhile."""
    thread = threading.Thread(target=push)
    thread.start()
    kill_it(thread)
    thread.join()


def later(kill_it: Callable[[], object], wait: float, _: threading.Thread) -> None:
    """Kill after so many seconds."""
    time.sleep(wait)
    kill_it()


def kill_backend(database: Database, killed: list[int], age: float, pushing: threading.Thread) -> None:
    """Kill the process of the server that writes the batch; the server then ends every session and recovers.

    It is killed as soon as its transaction is so many seconds old, and put among `killed`; one that ends before is not.
    """
    statement = (
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND "
        "pid <> pg_backend_pid() AND clock_timestamp() - xact_start > make_interval(secs => %s) ORDER BY xact_start"
    )
    with psycopg.connect(database.url, autocommit=True) as owner:
        while not (writing := owner.execute(statement, [age]).fetchone()) and pushing.is_alive():
            time.sleep(0.005)
    if writing:
        os.kill(writing[0], signal.SIGKILL)
        killed.append(writing[0])


@contextmanager
def served(database: Database, folder: Path) -> Iterator[Program]:
    settings = {"ALLIMI_DATABASE_URL": database.url, "ALLIMI_DATA_DIR": str(folder)}
    with program("serve", log=folder / "log", **settings) as running:
        yield running


@pytest.mark.parametrize("times", TIMES)
def test_the_service_is_killed_during_a_batch(database: Database, tmp_path: Path, times: int) -> None:
    sent, chance = recorder(database, SIZE), random.Random(times)
    for turn in range(times):
        with served(database, tmp_path) as running:
            sent.surely_single(running.url, turn)
            if turn == 0 and times == 20:
                sent.batch(running.url, times + 1)
            kill_it = partial(later, running.process.kill, chance.uniform(0.1, sent.took))
            killed_meanwhile(partial(sent.batch, running.url, turn), kill_it)
    with served(database, tmp_path) as running:
        sent.surely_single(running.url, times)
        sent.batch(running.url, times)
    assert f"T{times}" in sent.acknowledged
    assert set(sent.refused) <= {503}
    sent.check(database)


@pytest.mark.parametrize("times", TIMES)
def test_postgresql_is_killed_during_a_batch(open_folder: Path, tmp_path: Path, times: int) -> None:
    with own_cluster(open_folder) as (cluster, database), served(database, tmp_path) as running:
        sent, chance, killed = recorder(database, SIZE), random.Random(times), list[int]()
        if times == 20:
            sent.batch(running.url, times + 1)
        for turn in range(times):
            wait = chance.uniform(0.1, sent.took)
            whole = partial(later, partial(kill, cluster), wait)
            kill_it = partial(kill_backend, database, killed, wait / 2) if turn % 2 else whole
            killed_meanwhile(partial(sent.batch, running.url, turn), kill_it)
            cluster.ensure()
            sent.surely_single(running.url, turn)
        assert killed
        assert set(sent.refused) <= {503}
        sent.check(database)
