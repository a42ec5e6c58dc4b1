"""How long the log takes: to append leaves, to verify them from the database, to export them, to verify the file.

    PYTHONPATH=. python tools/log-speed.py [--rows 1000000] [--folder /var/tmp]

A thousand made-up projects are published by our own publisher; copies of them under other ids make up the rest, in one
publication, written past the publisher since only the log is measured. Everything runs in a database of its own.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from benchmarks.city import fill
from data.log.exporting import export
from data.log.sources import FileLog
from data.log.verifying import Trust, verify_log
from geo.cluster import Cluster
from geo.log import stored
from geo.log.auditing import audit
from geo.log.keys import Algorithm, new_signer
from geo.log.signing import sign
from geo.log.verifying import Log
from geo.publishing.logging import append_everything
from geo.store.connecting import reading
from geo.store.urls import Login

FEW = 1000
COPIES = """
SET session_replication_role = replica;
DELETE FROM published.log_leaf; DELETE FROM published.log_node;
CREATE TEMPORARY TABLE copied AS
SELECT v.*, n FROM published.project_version AS v CROSS JOIN generate_series(1, {times}) AS n;
UPDATE copied SET feature_text = replace(feature_text, '"id":"' || project_id, '"id":"' || project_id || '-' || n),
    project_id = project_id || '-' || n;
UPDATE copied SET feature_hash = sha256(convert_to(feature_text, 'UTF8'));
ALTER TABLE copied DROP COLUMN n;
INSERT INTO published.project (id, first_publication) SELECT project_id, publication FROM copied;
INSERT INTO published.project_version SELECT * FROM copied ORDER BY project_id;
UPDATE published.publication SET versions = versions + {more} WHERE versions > 0;
DROP TABLE copied;
"""


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Say how long the block takes."""
    began, used = time.perf_counter(), time.process_time()
    yield
    own = time.process_time() - used
    print(f"{what}: {time.perf_counter() - began:.1f} s, {own:.1f} s of processor here", flush=True)


def main() -> None:
    """Measure, and print a line for each step."""
    reader = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    reader.add_argument("--rows", type=int, default=1_000_000)
    reader.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    given = reader.parse_args()
    with tempfile.TemporaryDirectory(prefix="allimi-log-", dir=given.folder) as name:
        folder = Path(name)
        folder.chmod(0o755)
        with Cluster(folder / "pg-data", durable=False) as cluster:
            cluster.create_database("log")
            measure(cluster.url("log"), given.rows, folder / "log.jsonl")


def measure(url: str, rows: int, file: Path) -> None:
    """Measure every step in a database."""
    fill(url, FEW)
    times = rows // FEW - 1
    with timed(f"Making {rows} versions (not measured)"), psycopg.connect(url) as owner:
        owner.execute(COPIES.format(times=times, more=times * FEW))
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")
    with psycopg.connect(url) as owner:
        with timed(f"Appending {rows} leaves with their nodes"):
            append_everything(owner)
        sign(owner, [new_signer("example/log", Algorithm.LOG)])
    with reading(Login(url)) as connection:
        with timed(f"Verifying {rows} leaves in the database"):
            log = Log(one for one, _ in stored.checkpoints(connection))
            for leaf, text in stored.entries(connection):
                log.take(leaf, text)
            log.finish()
        with timed("Verifying them with columns, dates and nodes (--database)"):
            found = list(audit(connection, []))
        with timed(f"Exporting {rows} leaves"):
            export(connection, file, replace=False)
    with timed(f"Verifying the file of {file.stat().st_size / 1e6:.0f} MB"):
        report = verify_log(FileLog(file), Trust())
    print("\n".join([*found, *report.lines()]))
    print(f"Most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
