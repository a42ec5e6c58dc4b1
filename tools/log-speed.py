"""How long the log takes: to append leaves by the publishing transaction, and to verify them again.

    python tools/log-speed.py [--rows 1000000] [--texts 1500] [--database]

Made-up projects are published by our own publisher into a database of their own; the time of the log within it is
measured, then the whole log is verified as `allimi verify` does it, with `--database` as that does with it.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.city import fill
from geo.cluster import Cluster
from geo.publishing import logging


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Say how long the block takes."""
    began = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - began:.1f} s", flush=True)


def main() -> None:
    """Measure, and print a line for each step."""
    reader = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    reader.add_argument("--rows", type=int, default=1_000_000)
    given = reader.parse_args()
    append = logging._append

    def measured(*arguments: object) -> None:
        with timed(f"  of that, appending {given.rows} leaves with their nodes"):
            append(*arguments)

    logging._append = measured
    folder = Path(tempfile.mkdtemp(prefix="allimi-log-"))
    folder.chmod(0o755)
    with Cluster(folder, durable=False) as cluster:
        cluster.create_database("log")
        with timed(f"Publishing {given.rows} made-up projects"):
            fill(cluster.url("log"), given.rows)


if __name__ == "__main__":
    main()
