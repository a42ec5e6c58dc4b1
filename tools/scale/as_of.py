"""What a past instant costs beside now: milliseconds of the same request, asked in pairs, one after the other.

    python tools/scale/as_of.py FOLDER [--pairs N]

FOLDER is that of a benchmark's database (`./allimi bench --data`), which is copied. One work in five of the copy is
then published anew, twice, and each request is asked of the instant before that and of now, in turns that begin with
either. The site runs in this process: the time is that of the answer, with the client's.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import httpx
import psycopg

from benchmarks.cases.case import Case
from benchmarks.cases.features import box, item
from benchmarks.cases.then import publish_anew
from geo.cluster import Cluster
from geo.store.migrating import migrate
from tests.fixtures.database import Database
from tests.fixtures.site import Site, serving

CHANGES = 2


def change(url: str, *, part: int = 5, which: int = 0) -> tuple[int, float]:
    """Publish one work in so many anew, which of them from 0; how many, and in how many seconds.

    They are not compared with each other, as those of the benchmark's city never are.
    """
    began = time.perf_counter()
    versions = publish_anew(url, part=part, which=which, compares=False)
    return versions, time.perf_counter() - began


@contextmanager
def copied(folder: Path) -> Iterator[Database]:
    """A copy of a benchmark's database with some history, and the instant before that."""
    with tempfile.TemporaryDirectory(prefix="allimi-as-of-") as made:
        target = Path(made)
        target.chmod(0o755)
        subprocess.run(["cp", "-a", str(folder / "pg"), str(target)], check=True)
        with Cluster(target) as cluster:
            migrate(cluster.url())
            logins = (cluster.url(), cluster.url(user="allimi_writer"), cluster.url(user="allimi_reader"))
            yield Database("allimi", *logins)


def timed(client: httpx.Client, address: str) -> float:
    """Milliseconds of an answer."""
    began = time.perf_counter()
    client.get(address).raise_for_status()
    return (time.perf_counter() - began) * 1000


def compare(site: Site, case: Case, instant: str, pairs: int) -> str:
    """A row of the table: medians and 95th percentiles of then and now, and the quotient of the medians."""
    then, now = [], []
    with httpx.Client(base_url=site.url, timeout=60) as client:
        for number in range(-20, pairs):
            path = case.paths[number % len(case.paths)]
            past = f"{path}{'&' if '?' in path else '?'}{urlencode({'as-of': instant})}"
            order: list[tuple[list[float], str]] = [(then, past), (now, path)]
            for found, address in order if number % 2 else reversed(order):
                took = timed(client, address)
                if number >= 0:
                    found.append(took)
    quotient = statistics.median(then) / statistics.median(now)
    figures = " | ".join(f"{part:.2f}" for part in (*_spread(then), *_spread(now), quotient))
    return f"| {case.name} | {figures} |"


def _spread(values: list[float]) -> tuple[float, float]:
    return statistics.median(values), statistics.quantiles(values, n=20)[-1]


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pairs", type=int, default=400)
    parser.add_argument("--rows", type=int, default=100_000)
    asked = parser.parse_args()
    with copied(asked.folder) as database:
        with psycopg.connect(database.url) as connection:
            row = connection.execute("SELECT clock_timestamp()").fetchone()
        instant = row[0].isoformat() if row else ""
        for _ in range(CHANGES):
            print("published anew: {} works in {:.1f} s".format(*change(database.writer_url)))
        with psycopg.connect(database.url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        print("| Request | as of: median ms | 95 % | now: median ms | 95 % | as of / now |\n|---|---|---|---|---|---|")
        with serving(database) as site:
            for case in chosen(asked.rows):
                print(compare(site, case, instant, asked.pairs), flush=True)


def chosen(rows: int) -> Iterator[Case]:
    """The cases that are compared."""
    yield item(rows)
    yield box()


if __name__ == "__main__":
    main()
