"""`allimi verify` and `allimi witness`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from psycopg import Connection

from api.cli.database import database
from api.cli.log.signing import read_note_file
from api.settings import load_settings
from data.log.keyfiles import read_keys
from data.log.sources import FileLog, SiteLog, is_address, site_of
from data.log.verifying import Trust, look, verify_checkpoints, verify_log, verify_project
from data.log.witnessing import keep, remember
from data.log.witnessing import witness as cosign
from geo.errors import BadInput
from geo.log import stored
from geo.log.auditing import audit
from geo.log.checkpoints import read_checkpoint
from geo.log.keys import Algorithm, read_verifier
from geo.log.proofs import NotProven
from geo.log.reports import Report
from geo.publishing.overlap_rules import in_force
from geo.store.connecting import reading

_TRUSTED = "A checkpoint that you kept (repeat): without one nothing is proven about what was there before."


def verify(
    target: Annotated[
        str | None, typer.Argument(help="The address of a log (…/log) or of a project, or a file of `log export`.")
    ] = None,
    database: Annotated[
        bool, typer.Option("--database", help="Check this program's database: columns, dates and numbers too.")
    ] = False,
    without_pairs: Annotated[
        bool, typer.Option("--without-pairs", help="With --database: do not find works that collide again, for speed.")
    ] = False,
    checkpoint: Annotated[list[Path] | None, typer.Option("--checkpoint", help=_TRUSTED)] = None,
    key: Annotated[
        list[str] | None, typer.Option("--key", help="A public key of the log or of a witness that you trust (repeat).")
    ] = None,
    only_checkpoints: Annotated[
        bool, typer.Option("--only-checkpoints", help="Check checkpoints against each other by proofs; read no leaf.")
    ] = False,
) -> None:
    """Check that nothing published was changed since: a project, a whole log, or checkpoints against each other."""
    kept = tuple(read_checkpoint(read_note_file(path)) for path in checkpoint or [])
    trust = Trust(kept, tuple(map(read_verifier, key or [])))
    if database == (target is not None):
        raise BadInput("Name an address, or a file, or else --database.")
    if target is None:
        report = _audited(trust, with_pairs=not without_pairs)
    else:
        report = _verified(target, trust, only_checkpoints=only_checkpoints)
    for line in report.lines():
        typer.echo(line)
    if report.broken:
        raise typer.Exit(1)


def witness(
    address: Annotated[str, typer.Argument(help="The log's address.")],
    key: Annotated[Path, typer.Option("--key", help="Your key file, made by `log-key --witness`.")],
    state: Annotated[Path, typer.Option("--state", help="The file that keeps what you have seen of this log.")],
    log_key: Annotated[str | None, typer.Option("--log-key", help="The log's public key, at the first time.")] = None,
) -> None:
    """Cosign a log's newest checkpoint, once it is proven that the log has only grown; prints the cosigned one."""
    signer = read_keys(key, Algorithm.WITNESS)[0]
    site, _ = site_of(address)
    try:
        memory = cosign(
            site, remember(state), None if log_key is None else read_verifier(log_key), signer, now=int(time.time())
        )
    except NotProven as broken:
        typer.echo(f"NOT COSIGNED: {broken}", err=True)
        raise typer.Exit(1) from broken
    keep(state, memory)
    typer.echo(str(memory.seen), nl=False)


def _verified(target: str, trust: Trust, *, only_checkpoints: bool) -> Report:
    if not is_address(target):
        if only_checkpoints:
            raise BadInput("A file has no proofs; without --only-checkpoints its leaves prove the checkpoints.")
        return verify_log(FileLog(Path(target)), trust)
    site, project_id = site_of(target)
    return _of_site(site, project_id, trust, only_checkpoints=only_checkpoints)


def _of_site(site: SiteLog, project_id: str | None, trust: Trust, *, only_checkpoints: bool) -> Report:
    if only_checkpoints:
        return verify_checkpoints(site, trust)
    return verify_log(site, trust) if project_id is None else verify_project(site, project_id, trust)


def _audited(trust: Trust, *, with_pairs: bool) -> Report:
    with database(load_settings(), migrated=False) as logins, reading(logins.readers[0]) as connection:
        return audited(connection, trust, with_pairs=with_pairs)


def audited(connection: Connection, trust: Trust, *, with_pairs: bool = True) -> Report:
    """What the database's own check finds, in one reading transaction."""
    report = Report(proven=bool(trust.kept))
    try:
        kept = stored.checkpoints(connection)
    except BadInput as broken:
        kept = []
        report.broken.append(f"A checkpoint that is kept cannot be read: {broken}")
    own = [one for one, _ in kept]
    report.broken.extend(audit(connection, [*own, *trust.kept], with_pairs=with_pairs))
    try:
        look(own, lambda: [key for _, keys in kept for key in keys], trust, report)
    except (NotProven, BadInput) as broken:
        report.broken.append(str(broken))
    size = stored.size(connection)
    report.holds.append(f"{size} leaves and {len(own)} checkpoints were compared with what the database holds.")
    report.holds.extend(_left_out(connection, with_pairs=with_pairs))
    return report


def _left_out(connection: Connection, *, with_pairs: bool) -> Iterator[str]:
    """What was not compared, in sentences: who reads that all holds has to know."""
    force = in_force(connection)
    if not with_pairs:
        yield "Works that collide were not found again."
    elif force.judged_by is not None and not force.judged:
        yield "Works that collide were not found again: an earlier program judged them, see `allimi migrate`."
