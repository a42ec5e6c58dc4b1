"""Measure one case: ours, its limit and the peers in the same rounds; and what it did to the worker's memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.asking import ask, largest_packed
from benchmarks.cases.agreeing import check
from benchmarks.cases.case import Case, Limit
from benchmarks.outcome import Outcome, Rates, outcome
from benchmarks.running import cpu, pgbench, rounds, wrk
from benchmarks.running.draining import drain, settle
from benchmarks.running.rounds import Target
from benchmarks.running.sample import Sample
from benchmarks.running.servers import Server

OURS: Final = "ours"
LIMIT: Final = "limit"
_ASKED: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What is there to be measured, and how long; `folder` takes lists and scripts."""

    service: Server
    uncached: Server
    empty: Server
    peers: Mapping[str, Server]
    pgdata: Path
    owner: str
    reader: str
    folder: Path
    rounds: int
    seconds: int


def measure(bench: Bench, case: Case) -> Outcome:
    """Run a case. Raises BadInput where an answer is no success or the bare SQL gives other content."""
    server = bench.service if case.cached else bench.uncached
    for path in case.paths[:: max(1, len(case.paths) // _ASKED)]:
        ask(server.url, path)
    check(case, server.url, bench.owner)
    targets, setting = _targets(bench, case, server)
    timed = {name: _timed(bench, target, pid) for name, (target, pid) in targets.items()}
    settle(server.pid)
    before = server.memory()
    series = rounds.run(
        timed, rounds=bench.rounds, seconds=bench.seconds * case.longer, drain=partial(drain, bench.owner)
    )
    settle(server.pid)  # what is let go after an answer goes back to the system a moment later
    after = server.memory()
    return outcome(
        case,
        {name: Rates.of(one) for name, one in series.items()},
        {name: found for name, one in series.items() if name != OURS and (found := rounds.ratio(series[OURS], one))},
        plan="" if setting is None else f"{setting.plan} plan, {setting.clients} connections",
        growth=None if before is None or after is None else after - before,
        packed=None if case.floors.kib is None else largest_packed(server.url, list(case.paths)),
    )


def _targets(
    bench: Bench, case: Case, server: Server
) -> tuple[dict[str, tuple[Target, int | None]], pgbench.Setting | None]:
    """Each target with the process of its server, None where the database alone answers."""
    paths = wrk.write_paths(bench.folder / "ours.paths", case.paths, case.etags)
    targets: dict[str, tuple[Target, int | None]] = {
        OURS: (_http(server, paths, case.connections, gzip=case.gzip), server.pid)
    }
    setting = None
    if case.limit is Limit.EMPTY:
        empty = wrk.write_paths(bench.folder / "empty.paths", ["/empty"])
        targets[LIMIT] = _http(bench.empty, empty, case.connections), bench.empty.pid
    elif case.limit is Limit.SQL and case.statement is not None:
        # A tile is measured, not sent: pgbench asks for text, and the server would write its bytes as hexadecimals.
        tile = " AS tile " in case.statement
        statement = f"SELECT length(tile) FROM ({case.statement}) AS t" if tile else case.statement  # noqa: S608
        script = pgbench.write_script(bench.folder / "bare.sql", statement, case.values)
        setting = pgbench.fastest(bench.reader, script, seconds=1)
        targets[LIMIT] = _sql(bench.reader, script, setting), None
    for name, peer in bench.peers.items():
        if name in case.peers:
            asked = wrk.write_paths(bench.folder / f"{name}.paths", case.peers[name])
            targets[name] = _http(peer, asked, case.connections), peer.pid
    return targets, setting


def _http(server: Server, paths: Path, connections: int, *, gzip: bool = False) -> Target:
    return lambda seconds, seed: wrk.load(
        server.url, paths, seconds=seconds, connections=connections, seed=seed, gzip=gzip
    )


def _timed(bench: Bench, target: Target, pid: int | None) -> Target:
    """The target with the processor time of an answer, where the system tells it."""

    def measured(seconds: int, seed: int) -> Sample:
        before = _spent(bench, pid)
        sample = target(seconds, seed)
        used = [None if a is None or b is None else a - b for a, b in zip(_spent(bench, pid), before, strict=True)]
        server, database = (
            None if one is None or not sample.requests else 1000 * one / sample.requests for one in used
        )
        return replace(sample, server_ms=server, database_ms=database)

    return measured


def _spent(bench: Bench, pid: int | None) -> tuple[float | None, float | None]:
    try:
        return None if pid is None else cpu.spent(pid), cpu.of_database(bench.pgdata)
    except OSError:
        return None, None


def _sql(reader: str, script: Path, setting: pgbench.Setting) -> Target:
    return lambda seconds, _: pgbench.load(reader, script, seconds=seconds, setting=setting)
