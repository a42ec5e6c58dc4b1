"""Several processes serve one socket: restarted one after the other no read fails, and one that dies is replaced."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.builders import project, publish
from tests.fixtures.database import Database
from tests.fixtures.program import Program, ask, program
from tests.fixtures.waiting import until

ITEM = "/collections/projects/items/P1"


@dataclass
class Readers:
    """Clients that read all the while, on connections that they keep and on new ones."""

    url: str
    statuses: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @contextmanager
    def reading(self) -> Iterator[None]:
        stop = threading.Event()
        with ThreadPoolExecutor(8) as threads:
            for number in range(8):
                threads.submit(self._read, stop, kept=number % 2 == 0)
            try:
                yield
            finally:
                stop.set()

    def _read(self, stop: threading.Event, *, kept: bool) -> None:
        with httpx.Client(timeout=30) as client:
            while not stop.wait(0.005):
                try:
                    answer = client.get(self.url + ITEM, headers={} if kept else {"Connection": "close"})
                    self.statuses.append(answer.status_code)
                except httpx.TransportError as fault:
                    self.faults.append(repr(fault))


def processes(running: Program) -> set[int]:
    """The ids of the processes that serve."""
    children = Path(f"/proc/{running.process.pid}/task/{running.process.pid}/children").read_text().split()
    return {int(child) for child in children if b"worker" in _command(int(child))}


def _command(process: int) -> bytes:
    """The command line of a process; empty once it has ended, which it may do between two looks."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def wait_until_replaced(running: Program, old: set[int]) -> None:
    until(lambda: len(processes(running)) == 2 and not processes(running) & old, 90)


@pytest.fixture(scope="module")
def two(module_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The program with two processes, which it has again after every test."""
    publish(module_database.writer_url, [project("P1")])
    folder = tmp_path_factory.mktemp("two")
    settings = {"ALLIMI_DATABASE_URL": module_database.url, "ALLIMI_DATA_DIR": str(folder), "ALLIMI_WORKERS": "2"}
    with program("serve", log=folder / "log", **settings) as running:
        yield running
        running.process.send_signal(signal.SIGTERM)
        assert running.ends(40) == 0


@pytest.mark.parametrize(
    "seconds", [pytest.param(3, id="3 seconds"), pytest.param(60, id="60 seconds", marks=pytest.mark.slow)]
)
def test_f12_rolling_restarts_fail_no_read(two: Program, seconds: int) -> None:
    """One after the other for as long as the load lasts, and at least one."""
    readers, end = Readers(two.url), time.monotonic() + seconds
    with readers.reading():
        while True:
            time.sleep(1)
            old = processes(two)
            assert len(old) == 2
            two.process.send_signal(signal.SIGHUP)
            wait_until_replaced(two, old)
            if time.monotonic() > end:
                break
        time.sleep(1)
    assert readers.faults == []
    assert set(readers.statuses) == {200}


def test_a_process_that_dies_is_replaced_and_the_other_answers_meanwhile(two: Program) -> None:
    time.sleep(10)  # younger ones are not replaced at once
    dead, alive = processes(two)
    os.kill(dead, signal.SIGKILL)
    assert {ask(two, ITEM) for _ in range(10)} == {200}
    wait_until_replaced(two, {dead})
    assert alive in processes(two)


def test_what_cannot_start_ends_with_the_reason(tmp_path: Path) -> None:
    settings = {"ALLIMI_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x", "ALLIMI_WORKERS": "2"}
    settings |= {"ALLIMI_DATA_DIR": str(tmp_path), "ALLIMI_CITY": str(tmp_path / "none.toml")}
    with (
        pytest.raises(AssertionError, match=r"none\.toml"),
        program("serve", log=tmp_path / "log", **settings) as running,
    ):
        assert running.ends(20) != 0


def test_without_the_first_process_the_others_end(database: Database, tmp_path: Path) -> None:
    settings = {"ALLIMI_DATABASE_URL": database.url, "ALLIMI_DATA_DIR": str(tmp_path), "ALLIMI_WORKERS": "2"}
    with program("serve", log=tmp_path / "log", **settings) as running:
        serving = processes(running)
        running.process.kill()
        running.ends(5)
        until(lambda: not any(Path(f"/proc/{one}/cmdline").exists() for one in serving), 20)
