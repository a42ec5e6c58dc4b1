"""Bodies that are made to take memory and time: eight at once are refused within bounds, and others are served."""

from __future__ import annotations

import gzip
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest

from geo.intake.keys import Scope, add_key
from tests.api.intake.pushing import BASE
from tests.fixtures.database import Database
from tests.fixtures.program import Program, program

MOST = 512
"""MiB that the program may ever have, as under every other abuse."""
SIZE = 16 * 2**20 - 100
"""Bytes of the largest project that is read at all."""
PAUSE = 10.0
"""Seconds that somebody else's light request may take meanwhile, on a machine that is busy with other tests."""


def as_much(part: str, size: int = SIZE) -> str:
    return part * (size // len(part.encode()))


def project(name: str, part: str) -> str:
    """A project with a list of as many parts as there is room for."""
    return f'{{"titles":{{"vi":"a"}},"{name}":[{as_much(part + ",", SIZE - 100)}{part}]}}'


def members(*last: object) -> str:
    """Nearly as many members as there may be, and some that come last."""
    return "{" + ",".join(f'"{name}":1' for name in [*range(49_990), *last]) + "}"


def projects(number: int) -> str:
    return "".join(f'{{"code":"P{n}","titles":{{"vi":"a"}}}}\n' for n in range(number))


PUSHED: dict[str, Callable[[], tuple[str, str | bytes]]] = {
    "deep": lambda: ("/projects/P1", as_much("[")),
    "many lists": lambda: ("/projects/P1", project("geometry", "[]")),
    "many faults": lambda: ("/projects/P1", f'{{"titles":{{"vi":"a"}},"districts":[{"7," * 399_000}7]}}'),
    "wide": lambda: ("/projects/P1", f'{{"titles":{{"vi":"\U0001f3d7{as_much("a", SIZE - 100)}"}}}}'),
    "the last twice": lambda: ("/projects/P1", members("a", "a")),
    "packed": lambda: ("/projects/P1", gzip.compress(bytes(100_000_000))),
    "one value": lambda: ("/batches", f'{{"projects":[[{as_much("[],", 49_000_000)}[]]]}}'),
    "many projects": lambda: ("/batches", projects(150_000)),
}


@contextmanager
def others_served(url: str) -> Iterator[None]:
    """Somebody asks for something light all the while, and never waits long."""
    ended, waits = threading.Event(), [0.0]

    def ask() -> None:
        while not ended.wait(0.1):
            began = time.monotonic()
            assert httpx.get(f"{url}/live", timeout=60).status_code == 200
            waits.append(time.monotonic() - began)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield
    finally:
        ended.set()
        asking.join()
    assert max(waits) < PAUSE


def peak(running: Program) -> int:
    """The most memory that the program ever had, in MiB."""
    found = re.search(r"^VmHWM:\s+(\d+) kB", Path(f"/proc/{running.process.pid}/status").read_text(), re.MULTILINE)
    assert found
    return int(found[1]) // 1024


def pushed(url: str, token: str, path: str, body: str | bytes) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    if isinstance(body, bytes):
        headers["Content-Encoding"] = "gzip"
    elif body.startswith('{"code"'):
        headers["Content-Type"] = "application/x-ndjson"
    method = "POST" if path == "/batches" else "PUT"
    return httpx.request(method, url + BASE + path, content=body, headers=headers, timeout=600)


def test_eight_bodies_made_to_take_memory_are_refused_within_bounds(database: Database, tmp_path: Path) -> None:
    with psycopg.connect(database.writer_url) as connection:
        _, token = add_key(connection, "ban-1", scopes=[Scope.SUBMIT], names={})
    settings = {"ALLIMI_DATABASE_URL": database.url, "ALLIMI_DATA_DIR": str(tmp_path), "TMPDIR": str(tmp_path)}
    with program("serve", log=tmp_path / "log", **settings) as running:
        with others_served(running.url), ThreadPoolExecutor(len(PUSHED)) as threads:
            answers = list(threads.map(lambda made: pushed(running.url, token, *made()), PUSHED.values()))
        found = peak(running)
    said = {name: answer.status_code for name, answer in zip(PUSHED, answers, strict=True)}
    assert said == dict.fromkeys(PUSHED, 400) | {"many faults": 422, "wide": 422, "packed": 415}
    assert found < MOST
    with psycopg.connect(database.url) as owner:
        assert owner.execute("SELECT count(*) FROM intake.push").fetchone() == (0,)


@pytest.mark.slow
def test_a_batch_of_50_mb_is_published_within_bounds(database: Database, tmp_path: Path) -> None:
    text = as_much("đường ", 16_000)
    batch = "".join(
        json.dumps(
            {"code": f"P{n}", "titles": {"vi": f"Công trình {n}"}, "descriptions": {"vi": text}}, ensure_ascii=False
        )
        + "\n"
        for n in range(3_080)
    )
    assert 49_000_000 < len(batch.encode()) < 50_000_000
    with psycopg.connect(database.writer_url) as connection:
        _, token = add_key(connection, "ban-1", scopes=[Scope.SUBMIT], names={})
    settings = {"ALLIMI_DATABASE_URL": database.url, "ALLIMI_DATA_DIR": str(tmp_path), "TMPDIR": str(tmp_path)}
    with program("serve", log=tmp_path / "log", **settings) as running:
        with others_served(running.url):
            answer = pushed(running.url, token, "/batches", batch)
        found = peak(running)
    assert (answer.status_code, answer.json()["counts"]) == (200, {"published": 3_080})
    assert found < MOST, found


def test_what_is_just_within_the_limits_is_not_refused_for_its_size(database: Database, tmp_path: Path) -> None:
    """A footprint of 100,000 positions with heights is many parts, and a project like any other."""
    line = {"type": "LineString", "coordinates": [[108.2 + n / 1e6, 16.05, 1.5] for n in range(99_000)]}
    with psycopg.connect(database.writer_url) as connection:
        _, token = add_key(connection, "ban-1", scopes=[Scope.SUBMIT], names={})
    settings = {"ALLIMI_DATABASE_URL": database.url, "ALLIMI_DATA_DIR": str(tmp_path)}
    with program("serve", log=tmp_path / "log", **settings) as running:
        answer = pushed(running.url, token, "/projects/P1", json.dumps({"titles": {"vi": "a"}, "geometry": line}))
    assert answer.status_code in {201, 202}, answer.text
