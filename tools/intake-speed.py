"""How fast pushes are taken, one by one and as a batch, beside bare INSERTs of the same rows in the same run.

    PYTHONPATH=. python tools/intake-speed.py [--rows 2000] [--data FOLDER] [--make] [--seconds 8] [--batch 10000]

`allimi serve` runs in a process of its own over a durable database with so many projects; `--data` keeps that database
for the next run; with `--make` nothing else is done than to make it. The first push compares every work with the others
near it, which takes minutes where there are many. Writers keep their connection and push new works, each as soon as the
one before is answered. The bare INSERTs write the rows that these pushes made in `published.project_version`: read
before the clock starts, one INSERT and one COMMIT a row, over as many connections as there were writers (at most 16),
into a table with the same indexes and without anything that is derived.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from benchmarks.database import database
from geo.intake.keys import Scope, add_key
from tests.fixtures.program import program

WRITERS = (1, 8, 50)
MOST = 16
"""Connections of bare INSERTs; the private server takes few more."""
PATIENCE = 3_600
"""Seconds that an answer may take."""
BASE = "/intake/v1"
_numbers = itertools.count(int(time.time() * 10))


def main() -> None:
    """Measure, and print a line for each step."""
    reader = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    reader.add_argument("--rows", type=int, default=2_000)
    reader.add_argument("--data", type=Path)
    reader.add_argument("--seconds", type=float, default=8)
    reader.add_argument("--batch", type=int, default=10_000)
    reader.add_argument("--make", action="store_true")
    given = reader.parse_args()
    with database(given.data, given.rows) as cluster, served(cluster.url()) as (url, token):
        pushes(url, token, 1, 3)  # warm
        if given.make:
            return
        for writers in WRITERS:
            codes = tell(f"{writers} writers", lambda n=writers: pushes(url, token, n, given.seconds))
            bare(cluster.url(), codes, min(writers, MOST))
        batch(url, token, cluster.url(), given.batch)


@contextmanager
def served(database_url: str) -> Iterator[tuple[str, str]]:
    """The program at work, and a key of an agency."""
    with psycopg.connect(database_url) as owner:
        _, token = add_key(owner, "ban-1", scopes=[Scope.SUBMIT], names={"vi": "Ban 1"})
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "ALLIMI_DATABASE_URL": database_url,
            "ALLIMI_DATA_DIR": folder,
            "ALLIMI_INTAKE_RATE": "1000000",
            "ALLIMI_INTAKE_ADDRESS_RATE": "1000000",
        }
        with program("serve", log=Path(folder) / "log", **settings) as running:
            yield running.url, token


def pushes(url: str, token: str, writers: int, seconds: float) -> list[tuple[str, float]]:
    """Push by so many writers for so long; gives the code of each project, and the seconds until its answer."""
    until = time.perf_counter() + seconds

    def write(_: int) -> list[tuple[str, float]]:
        connection, done = http.client.HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE), []
        while time.perf_counter() < until:
            code = f"S{next(_numbers)}"
            began = time.perf_counter()
            status = send(connection, "PUT", f"/projects/{code}", json.dumps(work(code)), token)
            if status == 201:
                done.append((code, time.perf_counter() - began))
            elif status != 503:
                raise SystemExit(f"answered with {status}")
        return done

    with ThreadPoolExecutor(writers) as pool:
        return [one for some in pool.map(write, range(writers)) for one in some]


def send(connection: http.client.HTTPConnection, method: str, path: str, body: str, token: str) -> int:
    """Send a request; gives the status."""
    media_type = "application/json" if method == "PUT" else "application/x-ndjson"
    headers = {"Authorization": f"Bearer {token}", "Content-Type": media_type}
    connection.request(method, BASE + path, body.encode(), headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def bare(url: str, codes: list[str], writers: int) -> None:
    """Write the rows of these projects by INSERT alone, one a transaction."""
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("DROP TABLE IF EXISTS public.bare")
        owner.execute("CREATE TABLE public.bare (LIKE published.project_version INCLUDING ALL)")
        rows = read(owner, codes)
    connections = [psycopg.connect(url, autocommit=True) for _ in range(writers)]
    shares = [rows[n::writers] for n in range(writers)]

    def write(connection: psycopg.Connection, share: list[tuple[Any, ...]]) -> None:
        for row in share:
            connection.execute(insert(len(row)), row)

    with ThreadPoolExecutor(writers) as pool:
        began = time.perf_counter()
        list(pool.map(write, connections, shares))
        took = time.perf_counter() - began
    print(f"  bare INSERTs over {writers} connections: {len(rows)} in {took:.2f} s, {len(rows) / took:.0f} a second")
    for connection in connections:
        connection.close()


def read(owner: psycopg.Connection, codes: list[str]) -> list[tuple[Any, ...]]:
    """The versions of these projects, as text."""
    columns = [row[0] for row in owner.execute("SELECT * FROM public.bare LIMIT 0").description or ()]
    texts = sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(column)) for column in columns)
    chosen = sql.SQL("SELECT {} FROM published.project_version WHERE project_id = ANY (%s)").format(texts)
    return owner.execute(chosen, [[f"ban-1.{code}" for code in codes]]).fetchall()


def insert(columns: int) -> str:
    """The bare INSERT of a row of so many columns."""
    return f"INSERT INTO public.bare VALUES ({', '.join(['%s'] * columns)})"  # noqa: S608 - of our own, values bound


def batch(url: str, token: str, database_url: str, size: int) -> None:
    """Push a batch, and write the same rows by INSERTs of one transaction."""
    codes = [f"B{next(_numbers)}" for _ in range(size)]
    lines = "\n".join(json.dumps({"code": code} | work(code)) for code in codes)
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=600)
    began = time.perf_counter()
    status = send(connection, "POST", "/batches", lines, token)
    took = time.perf_counter() - began
    print(f"a batch: {size} in {took:.2f} s, {size / took:.0f} a second, answered with {status}")
    with psycopg.connect(database_url) as owner:
        owner.execute("TRUNCATE public.bare")
        rows = read(owner, codes)
        began = time.perf_counter()
        owner.cursor().executemany(insert(len(rows[0])), rows)
        owner.commit()
    took = time.perf_counter() - began
    print(f"  bare INSERTs of one transaction: {len(rows)} in {took:.2f} s, {len(rows) / took:.0f} a second")


def work(code: str) -> dict[str, Any]:
    """A work as a system would push it: some facts and a line of 20 positions."""
    line = [[108.2 + n * 0.0001, 16.05 + n * 0.00005] for n in range(20)]
    return {
        "titles": {"vi": f"Công trình {code}", "en": f"Work {code}"},
        "status": "implementation",
        "category": "road",
        "planned_start": "2026-01-01",
        "planned_end": "2027-03-31",
        "budget": {"amount": 1_500_000_000, "currency": "VND"},
        "progress": {"planned": 0.5, "actual": 0.4, "as_of": "2026-10-31"},
        "geometry": {"type": "LineString", "coordinates": line},
        "contracts": [{"id": f"C-{code}", "amount": {"amount": 1_400_000_000, "currency": "VND"}}],
    }


def tell(what: str, step: Callable[[], list[tuple[str, float]]]) -> list[str]:
    """Say how many pushes a step made, and how long each took; gives their codes."""
    began = time.perf_counter()
    done = step()
    took = time.perf_counter() - began
    times = sorted(seconds * 1000 for _, seconds in done)
    late = times[int(len(times) * 0.95)]
    rate = f"{len(done)} in {took:.2f} s, {len(done) / took:.0f} a second"
    print(f"{what}: {rate}; median {statistics.median(times):.0f} ms, 19 of 20 within {late:.0f} ms", flush=True)
    return [code for code, _ in done]


if __name__ == "__main__":
    main()
