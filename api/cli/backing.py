"""`allimi backup` and `allimi restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.database import database
from api.release import program_version
from api.settings import load_settings
from data.backup import Manifest
from data.backup import backup as write_backup
from data.backup import restore as read_backup
from geo.errors import BadInput
from geo.store.urls import Logins


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it holds what is withheld too.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Write the whole database to one file, while the site serves and agencies publish on."""
    with database(load_settings(), migrated=False) as logins:
        manifest = write_backup(_owner(logins), file, replace=force, version=program_version(), say=_say)
    typer.echo(f"{file}: {_contents(manifest)}, {file.stat().st_size / 1e6:.1f} MB.")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `allimi backup` wrote.")],
    force: Annotated[bool, typer.Option("--force", help="Replace what is in the database.")] = False,
) -> None:
    """Fill an empty database from a backup, and check that every table is what it was."""
    with database(load_settings(), migrated=False) as logins:
        manifest = read_backup(_owner(logins), file, replace=force, say=_say)
    typer.echo(f"Restored and compared: {_contents(manifest)}, as of {manifest.made_at}.")


def _owner(logins: Logins) -> str:
    if logins.owner is None:
        raise BadInput("This needs the owner's login: ALLIMI_DATABASE_URL.")
    return logins.owner.url


def _contents(manifest: Manifest) -> str:
    return f"{manifest.rows} rows in {len(manifest.tables)} tables up to publication {manifest.publication}"


def _say(text: str) -> None:
    typer.echo(text, err=True)
