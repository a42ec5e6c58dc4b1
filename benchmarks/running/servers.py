"""Servers in processes of their own: ours as `allimi serve` runs it, and an empty route of the same server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.running.memory import proportional
from geo.errors import StoreUnavailable

ROOT: Final = Path(__file__).resolve().parents[2]
START_SECONDS: Final = 60.0
_PYTHON: Final = (sys.executable, "-P", "-m")


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers at `url`; it was ready `start_seconds` after its process was made."""

    url: str
    pid: int
    start_seconds: float

    def memory(self) -> float | None:
        """Memory of the process and its children in MB, each page shared out; None where the system does not tell."""
        return proportional(self.pid)


@contextmanager
def service(database: str, log: Path, **settings: str) -> Iterator[Server]:
    """Our service: one worker, readers only, its log in a file."""
    named = {"ALLIMI_READ_URLS": database, "ALLIMI_PORT": "0"} | settings
    with process([*_PYTHON, "api.cli", "serve", "--public"], log, named, probe="/ready") as server:
        yield server


@contextmanager
def empty_route(log: Path) -> Iterator[Server]:
    """A FastAPI application with one empty route and no middleware, on the server that ours runs on."""
    with process([*_PYTHON, "benchmarks.empty"], log, {"ALLIMI_PORT": "0"}, probe="/empty") as server:
        yield server


@contextmanager
def process(
    command: Sequence[str], log: Path, settings: Mapping[str, str], *, probe: str, url: str | None = None
) -> Iterator[Server]:
    """A server until the end of the block; without `url` it says its address in its first line.

    Raises StoreUnavailable with the end of its log when it does not answer 200 at `probe`.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ALLIMI_")}
    environment = kept | {"PYTHONPATH": str(ROOT)} | dict(settings)
    began = time.perf_counter()
    with (
        log.open("w") as errors,
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True) as running,
    ):
        try:
            said = url or _said(running)
            if said is None or not _ready(said + probe, running):
                raise StoreUnavailable(f"A server did not start: {command}\n{log.read_text('utf-8')[-2000:]}")
            yield Server(said, running.pid, time.perf_counter() - began)
        finally:
            running.terminate()
            _end(running)


def _said(running: subprocess.Popen[str]) -> str | None:
    assert running.stdout is not None  # noqa: S101 - it is a pipe
    found = re.search(r"http://\S+(?=/)", running.stdout.readline())
    return None if found is None else found[0]


def _ready(url: str, running: subprocess.Popen[str]) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and running.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own address
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.01)
    return False


def _end(running: subprocess.Popen[str]) -> None:
    try:
        running.wait(20)
    except subprocess.TimeoutExpired:
        running.kill()
