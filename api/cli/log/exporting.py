"""`allimi log`: the log as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.database import database
from api.settings import load_settings
from data.log.exporting import export as write
from geo.store.connecting import reading

app = typer.Typer(help="The transparency log.", no_args_is_help=True)


@app.callback()
def _log() -> None:
    """The transparency log."""


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="The file to write: lines of JSON.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Write the whole log with its texts and checkpoints to one file, which `allimi verify` checks without the site."""
    with database(load_settings(), migrated=False) as logins, reading(logins.readers[0]) as connection:
        size = write(connection, file, replace=force)
    typer.echo(f"{file}: {size} leaves, {file.stat().st_size / 1e6:.1f} MB.")
