"""The plans of the hot queries, as the running service has them: told by auto_explain while each case is asked."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psycopg

from benchmarks.asking import ask
from benchmarks.cases import every_case, then
from benchmarks.cases.case import Case
from benchmarks.keeping import RESULTS
from benchmarks.running.servers import service
from geo.cluster import Cluster
from geo.store.urls import READER

ASKED: Final = 12
"""Requests of a case before its plan is taken: a statement gets its generic plan at the sixth of a connection."""
_SETTINGS: Final = {
    "session_preload_libraries": "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_buffers": "on",
    "auto_explain.log_timing": "on",
}
_PLAN: Final = re.compile(r"duration: ([\d.]+) ms  plan:\n((?:\t.*\n)+)")


def write(cluster: Cluster, rows: int) -> Path:
    """Write the plan of every query that answers a request of each case."""
    with explained(cluster):
        parts = _parts(cluster, "allimi", lambda base: every_case(base, rows))
        with then.history(cluster) as (copy, instant):
            parts += _parts(cluster, copy, lambda base: then.cases(base, rows, instant))
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"plans-{rows}.md"
    file.write_text(_HEAD.format(rows=rows) + "\n".join(parts), "utf-8")
    return file


_HEAD: Final = """# Plans of the hot queries, {rows:,} projects

Written by `./allimi bench --plans`: what PostgreSQL's auto_explain tells of one request of each case, after {asked}
others on the same connections. A plan that is written while it is timed takes longer than otherwise. Overlaps and what
was shown at an earlier instant are asked of a copy, in which one work in a hundred was compared with all others, and
one in five was published anew behind the instant.

""".replace("{asked}", str(ASKED))


@contextmanager
def explained(cluster: Cluster) -> Iterator[None]:
    """Every plan of the reader is in the server's log until the end of the block."""
    _explain(cluster.url(), on=True)
    try:
        yield
    finally:
        _explain(cluster.url(), on=False)


def _parts(cluster: Cluster, database: str, cases: Callable[[str], Iterable[Case]]) -> list[str]:
    """The plans of cases, which are made by asking a service over a database of the cluster."""
    with (
        tempfile.TemporaryDirectory(prefix="allimi-bench-") as folder,
        service(cluster.url(database, user=READER), Path(folder) / "log", ALLIMI_TILE_CACHE="0") as server,
    ):
        log = _Log(cluster)
        return [_part(log, server.url, case) for case in cases(server.url)]


def _explain(owner: str, *, on: bool) -> None:
    with psycopg.connect(owner, autocommit=True) as connection:
        for name, value in _SETTINGS.items():
            change = f"SET {name} = '{value}'" if on else f"RESET {name}"
            connection.execute(f"ALTER ROLE {READER} {change}".encode())


def _part(log: _Log, base: str, case: Case) -> str:
    paths = [case.paths[place % len(case.paths)] for place in range(ASKED)]
    for path in paths:
        ask(base, path)
    log.rest()
    ask(base, paths[0])
    time.sleep(0.2)
    plans = "\n".join(f"```\n{duration} ms\n{text}```\n" for duration, text in _plans(log.rest()))
    return f"## {case.name}\n\n`{paths[0]}`\n\n{plans}"


def _plans(log: str) -> Iterator[tuple[str, str]]:
    for found in _PLAN.finditer(log):
        yield found[1], re.sub(r"^\t", "", found[2], flags=re.MULTILINE)


class _Log:
    """The database server's log, read on from where it was read last."""

    def __init__(self, cluster: Cluster) -> None:
        self._folder = cluster.pgdata / "log"
        self._read: dict[Path, int] = {}

    def rest(self) -> str:
        """What was written since."""
        text = ""
        for file in sorted(self._folder.glob("server-*.log")):
            whole = file.read_text("utf-8", errors="replace")
            text += whole[self._read.get(file, 0) :]
            self._read[file] = len(whole)
        return text
