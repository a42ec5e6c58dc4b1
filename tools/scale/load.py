"""How long a first load takes, statement by statement: the benchmark's city, published with its log into a new folder.

    PYTHONPATH=. python tools/scale/load.py FOLDER [--rows 1000000] [--slower 0.3]

FOLDER keeps the database as `./allimi bench --data` does, so that the benchmark finds it. The server itself says how
long each statement took; a statement is named by the first line of its text.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from pathlib import Path
from typing import Final

import psycopg

from benchmarks import city
from benchmarks.database import folder_of
from geo.cluster import Cluster

_TOOK: Final = re.compile(r"duration: ([0-9.]+) ms  [^:]+: (?:-- )?(.*)")
_SAID: Final = "ALTER DATABASE allimi SET log_min_duration_statement = {}"


def load(folder: Path, rows: int) -> Counter[str]:
    """Fill a new database; seconds by statement."""
    folder.mkdir(parents=True)
    folder.chmod(0o755)  # root's server runs as another user
    with Cluster(folder) as cluster:
        with psycopg.connect(cluster.url(), autocommit=True) as owner:
            owner.execute(_SAID.format(0))
        city.fill(cluster.url(), rows)
        with psycopg.connect(cluster.url(), autocommit=True) as owner:
            owner.execute("ALTER DATABASE allimi RESET log_min_duration_statement")
        (folder / "whole").touch()
        return _read(cluster.pgdata / "log")


def _read(logs: Path) -> Counter[str]:
    took: Counter[str] = Counter()
    for file in logs.glob("server-*.log"):
        for said in _TOOK.finditer(file.read_text("utf-8", errors="replace")):
            took[said[2]] += float(said[1]) / 1000
    return took


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--slower", type=float, default=0.3, help="seconds; what took less is left out")
    asked = parser.parse_args()
    began = time.perf_counter()
    took = load(folder_of(asked.folder, asked.rows), asked.rows)
    print(f"{asked.rows} works in {time.perf_counter() - began:.0f} s")
    for statement, seconds in took.most_common():
        if seconds >= asked.slower:
            print(f"{seconds:8.1f} s  {statement[:150]}")


if __name__ == "__main__":
    main()
