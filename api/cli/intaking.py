"""`allimi intake`: what is kept of pushes and files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from api.cli.database import database
from api.cli.sampling import writer
from api.settings import load_settings
from geo.errors import BadInput
from geo.intake.audits import Event, note
from geo.intake.pushes import purge
from geo.store.connecting import publishing

app = typer.Typer(help="What is kept of pushes and files.", no_args_is_help=True)


@app.callback()
def _intake() -> None:
    """What is kept of pushes and files."""


@app.command("purge")
def purge_submissions(
    days: Annotated[int | None, typer.Option(min=0, help="Older than so many days; ALLIMI_RETENTION_DAYS.")] = None,
) -> None:
    """Blank what was sent longer ago than the retention setting says; what became of it, and the audit, stay."""
    settings = load_settings()
    kept = settings.retention_days if days is None else days
    if kept is None:
        raise BadInput("Say how long submissions are kept: --days, or ALLIMI_RETENTION_DAYS.")
    with database(settings) as logins, publishing(writer(logins)) as connection:
        purged = purge(connection, datetime.now(UTC) - timedelta(days=kept))
        detail = {"older_than_days": kept, "rows": purged}
        note(connection, Event(action="purge", outcome="done", actor="cli", detail=detail))
    typer.echo(f"{purged} rows older than {kept} days are blank now.")
