"""`allimi keys`: the keys by which agencies push."""

from __future__ import annotations

from typing import Annotated

import typer
from psycopg import Connection

from api.cli.database import database
from api.cli.options import parse_names
from api.cli.sampling import writer
from api.settings import load_settings
from geo.intake.audits import Event, note
from geo.intake.keys import Key, Scope, add_key, keys, revoke
from geo.store.connecting import publishing

app = typer.Typer(help="Make, list and revoke the keys by which agencies push.", no_args_is_help=True)
Agency = Annotated[str, typer.Argument(help="The agency's code, like ban-1.", show_default=False)]


@app.command()
def add(
    agency: Agency,
    scope: Annotated[list[Scope] | None, typer.Option(help="What it may do (repeat); submit where not said.")] = None,
    name: Annotated[list[str] | None, typer.Option(help="Name of the agency: vi=..., en=... (repeat).")] = None,
    label: Annotated[str, typer.Option(help="Whose it is, as a note.")] = "",
) -> None:
    """Make a key; its token is shown this once and kept nowhere."""
    scopes = scope or [Scope.SUBMIT]
    with database(load_settings()) as logins, publishing(writer(logins)) as connection:
        key, token = add_key(connection, agency, scopes=scopes, names=parse_names(name or []), label=label)
        detail = {"scopes": list(key.scopes)}
        note(
            connection,
            Event(action="key added", outcome="done", actor="cli", agency=agency, target=key.id, detail=detail),
        )
    typer.echo(token)


@app.command("list")
def list_keys(agency: Annotated[str | None, typer.Argument(help="Only of this agency.")] = None) -> None:
    """Every key with its scopes and whether it is in force; never its secret."""
    with database(load_settings()) as logins, publishing(writer(logins)) as connection:
        for key in keys(connection, agency):
            typer.echo(_line(key))


@app.command("revoke")
def revoke_key(identifier: Annotated[str, typer.Argument(help="The key's id: the second part of its token.")]) -> None:
    """Revoke a key: it opens nothing from now on."""
    with database(load_settings()) as logins, publishing(writer(logins)) as connection:
        key = revoke(connection, identifier)
        _note(connection, "key revoked", key)
    typer.echo(f"The key {key.id} of {key.agency} is revoked.")


def _note(connection: Connection, action: str, key: Key) -> None:
    detail = {"scopes": list(key.scopes)}
    note(connection, Event(action=action, outcome="done", actor="cli", agency=key.agency, target=key.id, detail=detail))


def _line(key: Key) -> str:
    state = "in force" if key.revoked_at is None else f"revoked {key.revoked_at:%Y-%m-%d}"
    made = f"{key.created_at:%Y-%m-%d}"
    return "\t".join((key.id, key.agency, ",".join(key.scopes), made, state, key.label)).rstrip()
