"""How long works take to be compared: a rebuild beside the bare SQL, a publication with and without it, a plan's check.

    PYTHONPATH=. python tools/overlaps-speed.py [--rows 10000] [--checks 200] [--dense] [--data FOLDER]

The works are those of the benchmark's made-up city, in a database of their own. 10,000 of them lie about as close as
in a real city. More of them lie on a larger ground, equally close, as the works of several cities would; with `--dense`
all lie on that of 10,000, so that ten times as many have a hundred times as many pairs. A folder keeps the database for
another run, whose first rebuild then finds the pairs of the last one.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import httpx
import psycopg
from shapely import LineString
from shapely.geometry import mapping

from benchmarks.city import fill, project_id
from benchmarks.running.servers import service
from geo.cluster import Cluster
from geo.codes import GROUND, Category, Firmness
from geo.disclosure import Disclosed
from geo.overlaps.asking import PLAN, collisions
from geo.overlaps.measuring import limits
from geo.overlaps.shipped import shipped
from geo.overlaps.sites import Site
from geo.overlaps.windows import Window
from geo.project import Project
from geo.publishing import Load, Publisher
from geo.publishing.overlaps import Rebuilt, rebuild
from geo.sql import query
from geo.store.connecting import ReadPool
from geo.store.urls import Login

CORE = (108.21, 16.055)
REAL = 10_000
"""Works that lie on the ground of the benchmark's city about as close as in a real one."""
DAY = date(2026, 1, 1)
PERIOD = {"start": "2026-01-01", "end": "2026-04-01"}
BARE = "SELECT count(*), sum(shared_length), sum(shared_area) FROM ({measured}) AS m"


def main() -> None:
    """Measure, and print a line for each."""
    reader = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    reader.add_argument("--rows", type=int, default=10_000)
    reader.add_argument("--checks", type=int, default=200)
    reader.add_argument("--dense", action="store_true", help="all on the ground of 10,000")
    reader.add_argument("--data", type=Path, help="a folder that keeps the database")
    given = reader.parse_args()
    spread = 1.0 if given.dense else max(1.0, math.sqrt(given.rows / REAL))
    with _folder(given.data) as folder, Cluster(folder) as cluster:
        if not (filled := folder / "filled").exists():
            fill(cluster.url(), given.rows, spread=spread)
            filled.touch()
            os.sync()  # what filling left to be written would be waited for while others are measured
        _rebuild(cluster.url(), given.rows)
        _publications(cluster.url())
        asyncio.run(_checks(cluster.url(), given.checks))
        _served(cluster.url(user="allimi_reader"), folder, given.checks)


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(mode=0o755, parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="allimi-overlaps-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def _timed(step: Callable[[], object]) -> tuple[float, object]:
    began = time.perf_counter()
    found = step()
    return time.perf_counter() - began, found


def _rebuild(url: str, rows: int) -> None:
    """The first rebuild, which writes every pair, the bare SQL, and another rebuild, which changes nothing."""
    with psycopg.connect(url) as connection:
        first, done = _timed(partial(_rebuilt, connection))
        print(f"The first rebuild: {first:.2f} s, {done}; {_memory():.0f} MB in this process", flush=True)
        bare, counted = _timed(partial(_bare, connection, 0))
        helped, _ = _timed(partial(_bare, connection, 2))
        again, same = _timed(partial(_rebuilt, connection))
    print(f"The same candidates and measures of {rows:,} works in bare SQL: {bare:.2f} s, {counted}; ", end="")
    print(f"by as many processes as a rebuild may have: {helped:.2f} s")
    print(f"Another rebuild: {again:.2f} s, {same}; {first / bare:.2f} and {again / bare:.2f} times", flush=True)


def _bare(connection: psycopg.Connection, helpers: int) -> object:
    """Count the pairs and add up what they share, with so many processes at most that help, and commit."""
    pairs = query("overlaps/pairs").format(source=query("overlaps/all"))
    text = BARE.format(measured=query("overlaps/measure").format(pairs=pairs))
    connection.execute("SELECT set_config('max_parallel_workers_per_gather', %s, true)", [str(helpers)])
    connection.execute("SET LOCAL min_parallel_table_scan_size = 0")
    counted = connection.execute(text, limits(shipped())).fetchone()
    connection.commit()
    return counted


def _memory() -> float:
    """The most memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _rebuilt(connection: psycopg.Connection) -> Rebuilt:
    found = rebuild(connection)
    connection.commit()
    return found


def _publications(url: str) -> None:
    """One work that moves a little each time, published with and without being compared, in turn; as pushes are."""
    took: dict[bool, list[float]] = {True: [], False: []}
    with psycopg.connect(url) as connection:
        connection.prepare_threshold, connection.prepared_max = 2, 500
        for number in range(60):
            compares = number % 2 == 0
            seconds, _ = _timed(partial(_publish, connection, number, compares=compares))
            took[compares].append(seconds)
    with_it, without = (statistics.median(took[compares][5:]) * 1000 for compares in (True, False))
    print(f"One publication: {with_it:.0f} ms, {without:.0f} ms without comparing; {with_it - without:.0f} ms more")


def _publish(connection: psycopg.Connection, number: int, *, compares: bool) -> None:
    publisher = Publisher(connection, languages=("vi", "en"), few=True, compares=compares)
    days = {"planned_start": DAY + timedelta(days=number), "planned_end": DAY + timedelta(days=number + 150)}
    work = Project(
        id=project_id(7), titles={"vi": "Thử"}, agency="agency-01", category=Category.WATER,
        footprint=_line(number), planned_start=days["planned_start"], planned_end=days["planned_end"],
    )  # fmt: skip
    publisher.stage([(1, Disclosed(project=work, withheld=frozenset(), blocked=frozenset()))])
    publisher.publish(Load(kind="measure", file_name="one work"))
    connection.commit()


def _line(number: int) -> LineString:
    """400 m somewhere in the core of the city."""
    east, north = CORE[0] + number % 20 * 0.0007, CORE[1] + number // 20 * 0.0009
    return LineString([(east, north), (east + 0.0037, north + 0.0004)])


async def _checks(url: str, times: int) -> None:
    pool = ReadPool((Login(url),), size=2, statement_timeout=timedelta(seconds=30))
    await pool.open()
    took, found = [], 0
    try:
        for number in range(times):
            began = time.perf_counter()
            found += len(await collisions(pool, _plan(), _line(number), shipped(), today=DAY))
            took.append((time.perf_counter() - began) * 1000)
    finally:
        await pool.close()
    _print_checks("One check of 400 m", took, found)


def _served(reader: str, folder: Path, times: int) -> None:
    """The same asked of the service, in a process of its own, one after another: with reading, checking and writing."""
    took, found = [], 0
    with service(reader, folder / "serve.log") as server, httpx.Client(base_url=server.url, timeout=30) as client:
        for number in range(-5, times):  # the first ones connect and plan
            plan = {"geometry": mapping(_line(number % 400)), "category": "water"} | PERIOD
            began = time.perf_counter()
            answer = client.post("/overlaps/check", json=plan)
            seconds = time.perf_counter() - began
            answer.raise_for_status()
            if number >= 0:
                took.append(seconds * 1000)
                found += int(answer.json()["numberReturned"])
    _print_checks("One check of 400 m over HTTP", took, found)


def _print_checks(what: str, took: list[float], found: int) -> None:
    middle, late = statistics.median(took), statistics.quantiles(took, n=20)[-1]
    print(f"{what}: median {middle:.0f} ms, p95 {late:.0f} ms; {found / len(took):.1f} collisions", flush=True)


def _plan() -> Site:
    return Site(
        id=PLAN, agency="", title="Plan", category=Category.WATER, status=None, ground=GROUND[Category.WATER],
        window=Window(DAY, DAY + timedelta(days=90)), early=None, late=None, firmness=Firmness.PLANNED, exception=None,
        budget=None, length=400, area=0,
    )  # fmt: skip


if __name__ == "__main__":
    main()
