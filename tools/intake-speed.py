"""How fast pushes are taken: one project after another, several clients at once, and a batch, beside bare INSERTs.

    PYTHONPATH=. python tools/intake-speed.py [--single 200] [--batch 10000]

The site runs in this process over a durable database of its own. The bare INSERTs write the rows that the pushes have
made in `published.project_version`, one transaction a row and all in one, without anything that is derived from them.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import psycopg

from geo.cluster import Cluster
from geo.intake.keys import Scope
from geo.store.migrating import migrate
from tests.api.intake.pushing import BASE, Agency, agency, pushed_to
from tests.fixtures.database import Database

LOGINS = ("allimi", "allimi_writer", "allimi_reader")


def main() -> None:
    """Measure, and print a line for each step."""
    reader = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    reader.add_argument("--single", type=int, default=200)
    reader.add_argument("--batch", type=int, default=10_000)
    given = reader.parse_args()
    with tempfile.TemporaryDirectory(prefix="allimi-intake-") as name:
        Path(name).chmod(0o755)
        with Cluster(Path(name)) as cluster:
            migrate(cluster.url())
            database = Database("allimi", *(cluster.url(user=user) for user in LOGINS))
            with pushed_to(database, key_rate=10**9, address_rate=10**9) as site:
                measure(agency(site, scopes=(Scope.SUBMIT,)), given.single, given.batch)
            bare(database.url, given.single, given.batch)


def measure(board: Agency, single: int, batch: int) -> None:
    """Push one after another, by four clients, and all at once."""
    with httpx.Client(headers={"Authorization": f"Bearer {board.token}"}, timeout=600) as client:

        def put(name: str) -> None:
            answer = client.put(f"{board.site.url}{BASE}/projects/{name}", json=work(name))
            answer.raise_for_status()

        put("first")
        tell("one after another", single, lambda: [put(f"S{n}") for n in range(single)])
        with ThreadPoolExecutor(4) as pool:
            tell("by four clients", single, lambda: list(pool.map(put, [f"F{n}" for n in range(single)])))
        lines = "\n".join(json.dumps(work(f"B{n}")) for n in range(batch))
        headers = {"Content-Type": "application/x-ndjson"}
        tell("a batch", batch, lambda: client.post(f"{board.site.url}{BASE}/batches", content=lines, headers=headers))


def bare(url: str, single: int, batch: int) -> None:
    """Write the same rows by INSERT alone."""
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("CREATE TABLE bare (LIKE published.project_version INCLUDING ALL)")
        one = "INSERT INTO bare SELECT * FROM published.project_version WHERE project_id = 'ban-1.S' || %s"
        tell("bare INSERTs, one a transaction", single, lambda: [owner.execute(one, [n]) for n in range(single)])
        many = "INSERT INTO bare SELECT * FROM published.project_version WHERE project_id LIKE 'ban-1.B%'"
        tell("bare INSERT of the batch", batch, lambda: owner.execute(many))


def work(code: str) -> dict[str, Any]:
    """A work as a system would push it: some facts and a line of 20 positions."""
    line = [[108.2 + n * 0.0001, 16.05 + n * 0.00005] for n in range(20)]
    return {
        "code": code,
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


def tell(what: str, number: int, step: Callable[[], object]) -> None:
    """Say how long a step takes."""
    began = time.perf_counter()
    step()
    took = time.perf_counter() - began
    print(f"{what}: {number} in {took:.2f} s, {number / took:.0f} a second", flush=True)


if __name__ == "__main__":
    main()
