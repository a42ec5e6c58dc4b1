"""How fast history is read: the feed of changes, and the versions of a project that has many.

    python tools/history-speed.py [--rows 100000] [--versions 500]

Made-up projects are published twice by our own publisher into a database of their own, so that half of the changes are
first versions and half are compared with one before; one project is published many times more.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg

from api.history import told
from api.history.exact import exact
from benchmarks.city import fill, project_id, read_sql
from geo.cluster import Cluster
from geo.history import Following, Place, Scope, changes, latest, versions
from geo.publishing import Load, Publisher
from geo.store.connecting import ReadPool
from geo.store.urls import Login

AGAIN = "UPDATE stage SET planned_end = planned_end + %(days)s, budget = budget * 2"


@contextmanager
def timed(what: str, count: int) -> Iterator[None]:
    """Say how long the block takes, and how many things a second that is."""
    began = time.perf_counter()
    yield
    seconds = time.perf_counter() - began
    print(f"{what}: {seconds * 1000:.1f} ms, {count / seconds:,.0f}/s", flush=True)


def publish_again(url: str, first: int, last: int, days: int) -> None:
    """Publish projects with a later end."""
    with psycopg.connect(url) as connection:
        publisher = Publisher(connection, languages=("vi", "en"))
        connection.execute(read_sql("city"), {"first": first, "last": last, "spread": 1})
        connection.execute(AGAIN, {"days": days})
        publisher.publish(Load(kind="benchmark", file_name="a later end"))


async def measure(url: str, rows: int, most: int) -> None:
    """Read, and print a line for each way of it."""
    pool = ReadPool((Login(url),), size=2, statement_timeout=timedelta(seconds=30))
    await pool.open()
    newest = (await pool.newest()).number
    for what, place, count in (("first versions", Place(), rows), ("changes", Place(4), rows)):
        asked = Following(after=place, newest=newest, limit=count)
        with timed(f"{what} of the feed", count):
            size = sum([len(part) async for part in changes(pool, asked, base="https://example.org/")])
        print(f"  {size / count:.0f} bytes a line")
    for scope in (Scope(), Scope(district="wards.1"), Scope(district="districts.1")):
        with timed(f"the latest of {scope}", 1):
            await latest(pool, scope, newest=newest)
    for turn in ("first", "second"):
        with timed(f"{most} versions of a project, {turn} time", most):
            found, _ = await versions(pool, project_id(1), limit=1000)
            body = exact([told.version(one, "https://example.org") for one in found])
    print(f"  {len(found)} versions, {len(body):,} characters")
    await pool.close()


def main() -> None:
    """Measure."""
    reader = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    reader.add_argument("--rows", type=int, default=100_000)
    reader.add_argument("--versions", type=int, default=500)
    given = reader.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="allimi-history-"))
    folder.chmod(0o755)
    with Cluster(folder, durable=False) as cluster:
        cluster.create_database("history")
        url = cluster.url("history")
        fill(url, given.rows)
        publish_again(url, 1, given.rows, 30)
        for number in range(2, given.versions):
            publish_again(url, 1, 1, 30 * number)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        asyncio.run(measure(url, given.rows, given.versions))


if __name__ == "__main__":
    main()
