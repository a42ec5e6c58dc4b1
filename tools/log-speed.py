"""How long the log takes: to append leaves, to verify them from the database, to export them, to verify the file.

    PYTHONPATH=. python tools/log-speed.py [--rows 1000000] [--folder /var/tmp | --data FOLDER] [--make]

A thousand made-up projects are published by our own publisher; copies of them under other ids make up the rest, in one
publication, written past the publisher since only the log is measured; what is kept beside them is made anew.
Everything runs in a database of its own, which
`--data` keeps for the next run; with `--make` nothing else is done than to make it.
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
from geo.log import beside, stored
from geo.log.auditing import audit
from geo.log.keys import Algorithm, new_signer
from geo.log.signing import sign
from geo.log.verifying import Log
from geo.publishing.boxes import remake_boxes
from geo.publishing.briefs import remake_briefs
from geo.publishing.disclosures import remake_disclosures
from geo.publishing.drawing import redraw
from geo.publishing.logging import append_everything
from geo.sql import query
from geo.store.connecting import reading
from geo.store.urls import Login

FEW = 1000
FORGOTTEN = """
SET session_replication_role = replica;
TRUNCATE published.log_leaf, published.log_text, published.log_node, published.checkpoint;
"""
COPIES = """
SET session_replication_role = replica;
SET default_toast_compression = lz4;
CREATE TEMPORARY TABLE copied AS
SELECT v.*, n FROM published.project_version AS v CROSS JOIN generate_series(1, {times}) AS n;
UPDATE copied SET feature_text = replace(feature_text, '"id":"' || project_id, '"id":"' || project_id || '-' || n),
    project_id = project_id || '-' || n;
UPDATE copied SET feature_hash = sha256(convert_to(feature_text, 'UTF8'));
ALTER TABLE copied DROP COLUMN n;
INSERT INTO published.project (id, first_publication) SELECT project_id, publication FROM copied;
INSERT INTO published.project_version SELECT * FROM copied ORDER BY project_id;
UPDATE published.progress_report AS r SET planned = v.progress_planned, actual = v.progress_actual
FROM published.project_version AS v WHERE v.project_id = r.project_id AND v.progress_as_of = r.as_of;
INSERT INTO published.progress_report
SELECT r.project_id || '-' || n, r.as_of, r.publication, r.planned, r.actual, r.shows_planned, r.shows_actual
FROM published.progress_report AS r CROSS JOIN generate_series(1, {times}) AS n;
INSERT INTO published.district_share
SELECT s.project_id || '-' || n, s.version, s.district_id, s.measure, s.amount, s.share
FROM published.district_share AS s CROSS JOIN generate_series(1, {times}) AS n;
UPDATE published.collection_count SET features = features * ({times} + 1);
UPDATE published.publication SET versions = versions + {more} WHERE versions > 0;
DROP TABLE copied;
DELETE FROM published.project_count;
DELETE FROM published.project_extent;
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
    reader.add_argument("--data", type=Path)
    reader.add_argument("--make", action="store_true")
    given = reader.parse_args()
    with kept(given.data, given.folder) as folder, Cluster(folder / "pg-data", durable=False) as cluster:
        url = cluster.url("log")
        if not (folder / "whole").exists():
            cluster.create_database("log")
            make(url, given.rows)
            (folder / "whole").touch()
        if not given.make:
            measure(url, given.rows, folder / "log.jsonl")


@contextmanager
def kept(data: Path | None, beside: Path) -> Iterator[Path]:
    """The folder that is kept, else one that is gone afterwards; the server runs as another user and may enter it."""
    if data is not None:
        data.mkdir(exist_ok=True)
        data.chmod(0o755)
        yield data
    else:
        with tempfile.TemporaryDirectory(prefix="allimi-log-", dir=beside) as name:
            Path(name).chmod(0o755)
            yield Path(name)


def make(url: str, rows: int) -> None:
    """Fill a database with so many versions."""
    fill(url, FEW)
    times = rows // FEW - 1
    with timed(f"Making {rows} versions (not measured)"), psycopg.connect(url) as owner:
        owner.execute(COPIES.format(times=times, more=times * FEW))
        for counted in ("counts/rebuild", "counts/extents_rebuild"):
            owner.execute(query(counted))
        for made in (remake_briefs, remake_boxes, remake_disclosures, redraw):
            made(owner)
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")


def measure(url: str, rows: int, file: Path) -> None:
    """Measure every step in a database."""
    with psycopg.connect(url) as owner:
        owner.execute(FORGOTTEN)
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
        with timed("Of that, comparing what is kept beside the versions"):
            list(beside.differing(connection))
        with timed(f"Exporting {rows} leaves"):
            export(connection, file, replace=True)
    with timed(f"Verifying the file of {file.stat().st_size / 1e6:.0f} MB"):
        report = verify_log(FileLog(file), Trust())
    print("\n".join([*found, *report.lines()]))
    print(f"Most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
