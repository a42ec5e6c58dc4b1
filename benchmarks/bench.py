"""A whole run: database, servers, cases, the table, and the summary that is kept."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Annotated, Final

import typer

from benchmarks import keeping, peers, plans, report
from benchmarks.cases import every_case
from benchmarks.cases.case import Case
from benchmarks.database import database
from benchmarks.measuring import Bench, measure
from benchmarks.outcome import Outcome
from benchmarks.running.draining import settle
from benchmarks.running.servers import Server, empty_route, service
from benchmarks.starting import start
from geo.errors import BadInput, StoreUnavailable
from geo.store.urls import READER

SMALLER: Final = 100_000
UNCACHED: Final[Mapping[str, str]] = {"ALLIMI_TILE_CACHE": "0"}


def bench(
    rows: Annotated[int, typer.Option(min=100, help="Projects of the made-up city.")] = 100_000,
    with_peers: Annotated[
        bool, typer.Option("--peers", help="Install tipg and pygeoapi, and measure them too.")
    ] = False,
    quick: Annotated[bool, typer.Option("--quick", help="Two rounds of 2 s; the summary is not kept.")] = False,
    with_plans: Annotated[
        bool, typer.Option("--plans", help="Write the plans of the hot queries, and no more.")
    ] = False,
    only: Annotated[str, typer.Option(help="Only cases whose name holds this text; the summary is not kept.")] = "",
    data: Annotated[Path | None, typer.Option(help="A folder that keeps the database for the next run.")] = None,
    keep: Annotated[bool, typer.Option(help="Keep the summary for the next comparison.")] = True,
) -> None:
    """Measure the service beside the bare SQL, an empty route and, if asked, two other servers."""
    rounds, seconds = (2, 2) if quick else (5, 5)
    with database(data, rows) as cluster:
        owner, reader = cluster.url(), cluster.url(user=READER)
        if with_plans:
            typer.echo(f"Written: {plans.write(cluster, rows)}")
            return
        conditions = keeping.conditions(owner, rows=rows, rounds=rounds, seconds=seconds)
        with started(cluster.pgdata, owner, reader, with_peers=with_peers, rounds=rounds, seconds=seconds) as ready:
            outcomes = run(ready, rows, only)
    if rows > SMALLER:
        outcomes = keeping.grown(outcomes, keeping.kept(SMALLER))
    report.print_table(outcomes, keeping.kept(rows))
    if keep and not quick and not only:
        typer.echo(f"Kept in {keeping.keep(rows, conditions, outcomes)}")
    raise typer.Exit(0 if all(one.kept for one in outcomes) else 1)


@contextmanager
def started(pgdata: Path, owner: str, reader: str, *, with_peers: bool, rounds: int, seconds: int) -> Iterator[Bench]:
    """Every server that is measured, until the end of the block."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="allimi-bench-")))
        others: dict[str, Server] = stack.enter_context(peers.serving(owner, folder)) if with_peers else {}
        ready = Bench(
            service=stack.enter_context(service(reader, folder / "service.log")),
            uncached=stack.enter_context(service(reader, folder / "uncached.log", **UNCACHED)),
            empty=stack.enter_context(empty_route(folder / "empty.log")),
            peers=others,
            pgdata=pgdata,
            owner=owner,
            reader=reader,
            folder=folder,
            rounds=rounds,
            seconds=seconds,
        )
        for server in (ready.service, ready.uncached, ready.empty, *others.values()):
            settle(server.pid)
        yield ready


def run(ready: Bench, rows: int, only: str = "") -> list[Outcome]:
    """Measure every case whose name holds the text."""
    outcomes = [_one(ready, case) for case in every_case(ready.service.url, rows, only)]
    if only in "start of the service":
        outcomes.append(start(ready.reader, ready.folder, times=3))
    return outcomes


def _one(ready: Bench, case: Case) -> Outcome:
    typer.echo(f"measuring: {case.name}", err=True)
    try:
        return measure(ready, case)
    except (BadInput, StoreUnavailable, TimeoutExpired) as fault:
        return Outcome(name=case.name, fault=str(fault))
