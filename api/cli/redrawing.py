"""`allimi redraw`: what the map draws, made anew from what is published."""

from __future__ import annotations

from typing import Final

import typer

from api.cli.database import database
from api.cli.noting import note_done
from api.cli.sampling import writer
from api.settings import load_settings
from geo.publishing.redrawing import redraw_districts, redraw_works
from geo.store.connecting import publishing
from geo.store.urls import Login

BATCH: Final = 5_000
"""Works that are drawn in one transaction: others publish between two."""


def redraw() -> None:
    """Draw works and districts anew, without new versions: after an upgrade of PostGIS that draws otherwise."""
    with database(load_settings()) as logins:
        login = writer(logins)
        with publishing(login) as connection:
            sets = redraw_districts(connection)
        changed = _redraw_all(login)
        with publishing(login) as connection:
            note_done(connection, "redraw", changed=changed, sets=sets)
    typer.echo(f"{changed} works are drawn otherwise now; the districts of {sets} boundary sets were drawn anew.")


def _redraw_all(login: Login) -> int:
    """How many works are drawn otherwise now."""
    after: str | None = ""
    changed = 0
    while after is not None:
        with publishing(login) as connection:
            batch = redraw_works(connection, after, BATCH)
        after, changed = batch.last, changed + batch.changed
    return changed
