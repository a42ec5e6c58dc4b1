"""`allimi audit`: the record of what happened at the push interface."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from api.cli.database import database
from api.cli.sampling import writer
from api.settings import load_settings
from geo.intake.audits import Noted, noted
from geo.store.connecting import publishing

_CHUNK = 1_000


def audit(
    agency: Annotated[str | None, typer.Option(help="Only of this agency.")] = None,
    key: Annotated[str | None, typer.Option(help="Only of the key with this id.")] = None,
    after: Annotated[int, typer.Option(min=0, help="Go on after the event of this number.")] = 0,
) -> None:
    """Say who did what, when, from which address, and what came of it: one JSON line an event, oldest first."""
    with database(load_settings()) as logins, publishing(writer(logins)) as connection:
        while events := noted(connection, agency=agency, actor=key, after=after, limit=_CHUNK):
            after = events[-1].id
            for event in events:
                typer.echo(_line(event))


def _line(event: Noted) -> str:
    members = asdict(event) | {"at": event.at.isoformat()}
    return json.dumps({name: value for name, value in members.items() if value is not None}, ensure_ascii=True)
