"""How long low tiles take of which nothing is kept: filters of every kind, now and at past instants. None is cached.

    PYTHONPATH=. python tools/scale/low_tiles.py FOLDER [--tiles 40] [--publish N] [--part 5] [--only TEXT]

FOLDER is that of a benchmark's database (`./allimi bench --data`), which is changed in its place: `--publish` first
publishes one work in so many (`--part`) anew, so many times, other works each time. The tiles are of zooms 8 to 13
over the city. Every request of a kind asks for other values, so that none is answered by what another one has counted;
those of the past take publications in turns. The site runs in this process: the time is that of the answer, with the
client's.
"""

from __future__ import annotations

import argparse
import random
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import urlencode

import httpx
import psycopg

from benchmarks.cases.tiles import WORKS, at
from benchmarks.city import AGENCIES, EXTENT
from geo.cluster import Cluster
from geo.store.migrating import migrate
from tests.fixtures.database import Database
from tests.fixtures.site import serving
from tools.scale.as_of import change, timed

Chosen: TypeAlias = Callable[[random.Random], dict[str, str]]
"""The parameters of a request, with values by chance."""

ZOOMS: Final = (8, 9, 10, 11, 12, 13)
KEPT: Final = "status and category"
_STATUSES: Final = ("preparation", "implementation", "completed", "cancelled")
_WORDS: Final = ("CẦU", "ĐƯỜNG", "NƯỚC", "LẮP", "ỐNG", "XÂY", "NÂNG CẤP", "HẺM", "KÊNH", "CÔNG VIÊN", "SỬA CHỮA")
_CATEGORIES: Final = ("road", "water", "sewer", "park", "bridge")


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder that holds pg")
    parser.add_argument("--tiles", type=int, default=40, help="requests of each kind")
    parser.add_argument("--publish", type=int, default=0)
    parser.add_argument("--part", type=int, default=5)
    parser.add_argument("--only", default="", help="the kinds whose name holds this")
    asked = parser.parse_args()
    with Cluster(asked.folder) as cluster:
        migrate(cluster.url())
        logins = (cluster.url(), cluster.url(user="allimi_writer"), cluster.url(user="allimi_reader"))
        database = Database("allimi", *logins)
        _publish(database, asked.publish, asked.part)
        moments = instants(database.url)
        print(f"{len(moments)} moments")
        print("| Low tiles, none cached | tiles | median ms | 95 % | most |\n|---|---|---|---|---|")
        with serving(database) as site, httpx.Client(base_url=site.url, timeout=60) as client:
            for name, paths in asked_of(moments, asked.tiles):
                if asked.only in name:
                    measure(client, name, paths)


def _publish(database: Database, times: int, part: int) -> None:
    for which in range(times):
        done = change(database.writer_url, part=part, which=which % part)
        print("published anew: {} works in {:.1f} s".format(*done), flush=True)
    if times:
        with psycopg.connect(database.url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")


def instants(url: str) -> list[str]:
    """Moments at which each of the publications but the newest was the newest."""
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT published_at FROM published.publication WHERE versions > 0 ORDER BY number")
        return [row[0].isoformat() for row in rows][:-1]


def asked_of(moments: list[str], tiles: int) -> Iterator[tuple[str, list[str]]]:
    """The names of what is measured, with the paths of each."""
    for name, chosen in KINDS.items():
        if name != KEPT:
            yield f"now, {name}", list(_paths(name, chosen, [], tiles))
    if moments:
        for name, chosen in KINDS.items():
            yield f"then, {name}", list(_paths(name, chosen, moments, tiles))


def _paths(name: str, chosen: Chosen, moments: list[str], number: int) -> Iterator[str]:
    """Tiles over the city with parameters of a kind, always the same ones."""
    chance = random.Random(name)  # noqa: S311 - places, no secrets
    for turn in range(number):
        place = (chance.uniform(EXTENT.west, EXTENT.east), chance.uniform(EXTENT.south, EXTENT.north))
        asked = chosen(chance) | ({"as-of": moments[turn % len(moments)]} if moments else {})
        yield f"{at(chance.choice(ZOOMS), *place).path(WORKS)}?{urlencode(asked)}"


def measure(client: httpx.Client, name: str, paths: list[str]) -> None:
    """Ask for each once, and print a row."""
    took = [timed(client, path) for path in paths]
    spread = (statistics.median(took), statistics.quantiles(took, n=20)[-1], max(took))
    print(f"| {name} | {len(took)} | " + " | ".join(f"{one:.0f}" for one in spread) + " |", flush=True)


def _filter(text: str) -> dict[str, str]:
    return {"filter": text}


def _period(chance: random.Random) -> dict[str, str]:
    month = f"{chance.randint(2019, 2025)}-{chance.randint(1, 12):02d}"
    return {"datetime": f"{month}-01/{month}-{chance.randint(10, 28)}"}


def _triangle(chance: random.Random) -> dict[str, str]:
    """A triangle with its corners anywhere in the city."""
    corners = [(chance.uniform(EXTENT.west, EXTENT.east), chance.uniform(EXTENT.south, EXTENT.north)) for _ in range(3)]
    ring = ", ".join(f"{east:.5f} {north:.5f}" for east, north in [*corners, corners[0]])
    return _filter(f"S_INTERSECTS(footprint, POLYGON(({ring})))")


def _box(chance: random.Random) -> dict[str, str]:
    west, south = chance.uniform(EXTENT.west, EXTENT.east - 0.1), chance.uniform(EXTENT.south, EXTENT.north - 0.1)
    return _filter(f"S_INTERSECTS(footprint, BBOX({west:.5f}, {south:.5f}, {west + 0.1:.5f}, {south + 0.1:.5f}))")


KINDS: Final[dict[str, Chosen]] = {
    KEPT: lambda c: {"status": c.choice(_STATUSES), "category": c.choice(_CATEGORIES)},
    "agency": lambda c: {"agency": f"agency-{c.randint(1, AGENCIES):02d}"},
    "district": lambda c: {"district": f"wards.{c.randint(1, 96)}"},
    "period": _period,
    "a number": lambda c: _filter(f"budget > {c.randint(200_000_000, 20_000_000_000)}"),
    "a date and a number": lambda c: _filter(
        f"planned_end >= DATE('20{c.randint(20, 26)}-01-{c.randint(1, 28):02d}') AND extension_count = 0"
    ),
    "contractor": lambda c: _filter(f"contractor = 'Công ty xây dựng số {c.randrange(800)}'"),
    "a piece of the address": lambda c: _filter(f"address LIKE '%Đường số {c.randint(1, 90)}%'"),
    "a piece of the title": lambda c: _filter(f"title LIKE '%số {c.randint(1, 999)}%'"),
    "any letters of the title": lambda c: _filter(f"CASEI(title) LIKE CASEI('%SỐ {c.randint(1, 999)}%')"),
    "any letters, no number": lambda c: _filter(f"CASEI(title) LIKE CASEI('%{c.choice(_WORDS)}%{c.choice(_WORDS)}%')"),
    "any letters, equal": lambda c: _filter(f"CASEI(title) = CASEI('công TRÌNH sewer số {c.randint(1, 9999)}')"),
    "any accents": lambda c: _filter(f"ACCENTI(title) LIKE ACCENTI('%cong trinh%so {c.randint(1, 99)}%')"),
    "any letters and accents": lambda c: _filter(
        f"CASEI(ACCENTI(title)) LIKE CASEI(ACCENTI('%{c.choice(_WORDS)}%khu vuc%{c.randint(1, 99)}%'))"
    ),
    "all, in any letters": lambda c: _filter(f"CASEI(title) LIKE CASEI('%CÔNG TRÌNH%KHU VỰC%{c.choice(('', '%'))}')"),
    "what is withheld": lambda c: _filter(f"A_CONTAINS(withheld, ('supervisor')) AND budget > {c.randint(1, 10**9)}"),
    "when published": lambda c: _filter(f"published > TIMESTAMP('2026-01-{c.randint(1, 28):02d}T00:00:00Z')"),
    "a box": _box,
    "a triangle": _triangle,
}
"""Filters by what they ask. Cells are kept of the first kind, but not of the past."""


if __name__ == "__main__":
    main()
