"""How long low tiles take of which nothing is kept: past instants, and filters of now. Each is asked once, none cached.

    PYTHONPATH=. python tools/scale/low_tiles.py FOLDER [--tiles 200] [--publish N] [--part 5]

FOLDER is that of a benchmark's database (`./allimi bench --data`), which is changed in its place: `--publish` first
publishes one work in so many (`--part`) anew, so many times, other works each time. The tiles are of zooms 8 to 13 over
the city, of all publications in turns and with filters in turns. The site runs in this process: the time is that of the
answer, with the client's.
"""

from __future__ import annotations

import argparse
import random
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import httpx
import psycopg

from benchmarks.cases.tiles import WORKS, at
from benchmarks.city import EXTENT
from geo.cluster import Cluster
from tests.fixtures.database import Database
from tests.fixtures.site import serving
from tools.scale.as_of import change, timed

ZOOMS: Final = (8, 9, 10, 11, 12, 13)
KINDS: Final = ({}, {"status": "implementation"}, {"category": "road", "status": "completed"})
OTHERS: Final = (
    {"agency": "agency-07"},
    {"filter": "budget > 5000000000"},
    {"filter": "planned_end >= DATE('2025-01-01') AND extension_count = 0"},
    {"district": "districts.3"},
    {"datetime": "2024-03-01/2024-03-31"},
)


def instants(url: str) -> list[str]:
    """Moments at which each of the publications but the newest was the newest."""
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT published_at FROM published.publication WHERE versions > 0 ORDER BY number")
        return [row[0].isoformat() for row in rows][:-1]


def places(number: int) -> Iterator[str]:
    """Paths of so many tiles over the city, always the same ones."""
    chance = random.Random(7)  # noqa: S311 - places, no secrets
    for _ in range(number):
        place = (chance.uniform(EXTENT.west, EXTENT.east), chance.uniform(EXTENT.south, EXTENT.north))
        yield at(chance.choice(ZOOMS), *place).path(WORKS)


def measure(client: httpx.Client, name: str, paths: list[str]) -> None:
    """Ask for each once, and print a row."""
    took = [timed(client, path) for path in paths]
    spread = (statistics.median(took), statistics.quantiles(took, n=20)[-1], max(took))
    print(f"| {name} | {len(took)} | " + " | ".join(f"{one:.0f}" for one in spread) + " |", flush=True)


def paths(number: int, chosen: tuple[dict[str, str], ...], moments: list[str]) -> list[str]:
    """Tiles with filters, and moments where there are any, in turns."""
    found = []
    for turn, path in enumerate(places(number)):
        asked = dict(chosen[turn % len(chosen)])
        if moments:
            asked["as-of"] = moments[turn // len(chosen) % len(moments)]
        found.append(f"{path}?{urlencode(asked)}")
    return list(dict.fromkeys(found))


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder that holds pg")
    parser.add_argument("--tiles", type=int, default=200)
    parser.add_argument("--publish", type=int, default=0)
    parser.add_argument("--part", type=int, default=5)
    asked = parser.parse_args()
    with Cluster(asked.folder) as cluster:
        logins = (cluster.url(), cluster.url(user="allimi_writer"), cluster.url(user="allimi_reader"))
        database = Database("allimi", *logins)
        for which in range(asked.publish):
            done = change(database.writer_url, part=asked.part, which=which % asked.part)
            print("published anew: {} works in {:.1f} s".format(*done), flush=True)
        if asked.publish:
            with psycopg.connect(database.url, autocommit=True) as connection:
                connection.execute("VACUUM ANALYZE")
        moments = instants(database.url)
        print(f"{len(moments)} moments")
        print("| Low tiles, none cached | tiles | median ms | 95 % | most |\n|---|---|---|---|---|")
        with serving(database) as site, httpx.Client(base_url=site.url, timeout=60) as client:
            measure(client, "now, a filter that no cells are kept of", paths(asked.tiles, OTHERS, []))
            measure(client, "past moments, by status and category", paths(asked.tiles, KINDS, moments))
            measure(client, "past moments, other filters", paths(asked.tiles, OTHERS, moments))


if __name__ == "__main__":
    main()
