"""`allimi republish`: the disclosure policy of today, applied to what is already published."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer
from psycopg import Connection

from api.cli.database import database
from api.cli.noting import OPERATOR, note_done
from api.cli.sampling import writer
from api.context import Context
from api.downloads.building import Builder
from api.downloads.installing import folder_of
from api.settings import Settings, load_settings
from data.cities import load_city
from data.exports import replace_snapshots
from data.intake.policies import digest_of
from data.policy import load_policy
from data.republishing import Republished
from data.republishing import republish as apply
from geo.history import purged
from geo.store.connecting import ReadPool, publishing
from geo.store.urls import Logins


def republish(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
) -> None:
    """Apply the disclosure policy to what is already published.

    What becomes public is published; what is withheld or generalised now is purged from earlier versions and files.
    """
    settings = load_settings()
    digest = digest_of(settings.policy)
    city, policy = load_city(settings.city), load_policy(settings.policy)
    with database(settings) as logins:
        with publishing(writer(logins)) as connection:
            done = apply(connection, city, policy, today=city.today(), digest=digest)
            note_republished(connection, done, policy=policy.title, policy_sha256=digest.hex())
            if dry_run:
                connection.rollback()
        replaced = 0 if dry_run else asyncio.run(_replace_files(settings, logins, done))
    _tell(done, replaced, dry_run=dry_run)


def note_republished(connection: Connection, done: Republished, *, actor: str = OPERATOR, **detail: str) -> None:
    """Add what came of the policy to the audit; the caller commits."""
    counts = {"versions": done.versions, "withdrawn": done.withdrawn, "purged": done.purged}
    grounds = sorted(done.grounds) or None
    note_done(
        connection, "republish", actor=actor, counts=counts, publication=done.publication, grounds=grounds, **detail
    )


async def _replace_files(settings: Settings, logins: Logins, done: Republished) -> int:
    """Build anew the stored files that may hold what was purged, now or since they were made; gives how many went.

    So a run that was killed before it came to the files is made good by the next one, and so is another host.
    """
    pool = ReadPool(logins.readers, size=2, statement_timeout=settings.statement_timeout)
    context = Context(city=load_city(settings.city), pool=pool, links="", secret=b"", data_dir=settings.data_dir)
    files = Builder(context, folder_of(context), snapshots=settings.snapshots)
    kept = files.shelf.publications()
    if not kept:
        return 0
    await pool.open()
    try:
        gone = await purged(pool, kept)
        older = {number for number, one in gone.items() if files.shelf.holds_older(number, one.purge)}
        numbers = [number for number in kept if done.showed(number) or number in older]
        grounds = done.grounds.union(*(gone[number].grounds for number in older))
        listed = await replace_snapshots(files.shelf, numbers, reason=" ".join(sorted(grounds)), build=files.rebuild)
    finally:
        await pool.close()
    return len(listed)


def _tell(done: Republished, replaced: int, *, dry_run: bool) -> None:
    if dry_run:
        typer.echo("Nothing has changed (dry run); it would have been:")
    typer.echo(f"{done.versions} new versions, {done.withdrawn} of them withdrawals, and {done.purged} versions purged")
    if replaced:
        typer.echo(f"{replaced} files were withdrawn and built anew where they belong to a whole publication")
    if done.gone:
        typer.echo(f"Of {done.gone} projects the facts as sent are not kept: what was withheld of them stays so.")
