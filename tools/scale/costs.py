"""What one request costs: processor time of the site and of its database, in milliseconds, for each kind of request.

    python tools/scale/costs.py http://127.0.0.1:8000 --site PID --database PID [--requests N]

PID is the process of the site (with its workers) and the server of the database. Requests are sent one after the other
on one connection; the client's own time is not counted. Where the machine has other things to do, processor time rises
too, though less than the time on the clock: compare with the empty route of the same run. Linux only.
"""

from __future__ import annotations

import argparse
import http.client
import json
import math
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROUNDS = 5
Address = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Case:
    """A kind of request: the address of the n-th one, and its headers."""

    name: str
    address: Address
    headers: dict[str, str]


def used(process: int) -> float:
    """Seconds of processor time that the threads of a process and of its children have used."""
    threads = list(Path(f"/proc/{process}/task").iterdir())
    own = sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9
    return own + sum(used(child) for child in _children(process))


def _children(process: int) -> Iterator[int]:
    for thread in Path(f"/proc/{process}/task").iterdir():
        yield from map(int, (thread / "children").read_text().split())


class Site:
    """The site, asked on one connection."""

    def __init__(self, url: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)

    def get(self, path: str, headers: dict[str, str]) -> tuple[int, http.client.HTTPMessage, bytes]:
        """The status, the headers and the body."""
        self._connection.request("GET", path, headers=headers)
        answer = self._connection.getresponse()
        return answer.status, answer.headers, answer.read()


def cases(site: Site) -> Iterator[Case]:
    """The kinds of requests, for whatever the site holds."""
    listed = json.loads(site.get("/collections/projects/items?limit=1000&f=json", {})[2])
    ids = [feature["id"] for feature in listed["features"]]
    tiles = sorted({_tile(feature["geometry"]) for feature in listed["features"] if feature["geometry"]})
    plain: dict[str, str] = {}
    yield Case("an empty route", lambda _: "/live", plain)
    one = f"/collections/projects/items/{ids[0]}"
    yield Case("one feature", lambda n: f"/collections/projects/items/{ids[n % len(ids)]}", plain)
    yield Case("one feature, 304", lambda _: one, {"If-None-Match": site.get(one, {})[1]["ETag"]})
    for limit in (10, 100, 1000):
        yield Case(f"a page of {limit}", lambda n, m=limit: _page(ids, n, m), plain)  # type: ignore[misc]
    yield Case("a tile, each another one", lambda n: tiles[n % len(tiles)], {"Accept-Encoding": "gzip"})
    yield Case("a tile, the same again", lambda _: tiles[0], {"Accept-Encoding": "gzip"})
    yield Case("a tile, 304", lambda _: tiles[0], {"If-None-Match": site.get(tiles[0], {})[1]["ETag"]})
    yield Case("the city's page", lambda _: "/vi/", {"Accept": "text/html"})


def _page(ids: list[str], number: int, limit: int) -> str:
    west = 108.16 + (number % 50) * 0.002
    return f"/collections/projects/items?f=json&limit={limit}&bbox={west:.4f},16.02,{west + 0.02:.4f},16.06"


def _tile(geometry: dict[str, Any]) -> str:
    """The address of the tile at zoom 15 that the first corner of a geometry lies in."""
    place = geometry["coordinates"]
    while isinstance(place, list) and isinstance(place[0], list):
        place = place[0]
    longitude, latitude = float(place[0]), math.radians(float(place[1]))
    x = int((longitude + 180) / 360 * 2**15)
    y = int((1 - math.asinh(math.tan(latitude)) / math.pi) / 2 * 2**15)
    return f"/tiles/WebMercatorQuad/15/{y}/{x}"


def main() -> None:
    """Print a table: a line for each kind of request."""
    reader = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    reader.add_argument("url")
    reader.add_argument("--site", type=int, required=True)
    reader.add_argument("--database", type=int, required=True)
    reader.add_argument("--requests", type=int, default=300)
    given = reader.parse_args()
    site = Site(given.url)
    print("| request | site ms | database ms | bytes |\n|---|---|---|---|")
    for case in cases(site):
        _row(site, case, given)


def _row(site: Site, case: Case, given: argparse.Namespace) -> None:
    count = max(given.requests // ROUNDS, 1)
    costs: list[tuple[float, float]] = []
    size = 0
    for turn in range(ROUNDS + 1):
        before = used(given.site), used(given.database)
        for number in range(count):
            status, _, body = site.get(case.address(turn * count + number), case.headers)
            if status not in {200, 304}:
                raise SystemExit(f"{case.address(number)} answered {status}.")
            size += len(body)
        if turn:  # the first round warms up
            costs.append(((used(given.site) - before[0]) / count, (used(given.database) - before[1]) / count))
    own, database = (statistics.median(cost[which] * 1000 for cost in costs) for which in (0, 1))
    print(f"| {case.name} | {own:.2f} | {database:.2f} | {size // (count * (ROUNDS + 1))} |", flush=True)


if __name__ == "__main__":
    main()
