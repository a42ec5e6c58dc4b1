"""At which migration a database is, and whether that is this program's; without loading the migration tool."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import psycopg

from geo.errors import SchemaMismatch
from geo.store.failures import connect

SCRIPTS: Final = Path(__file__).parent.parent / "migrations"


@cache
def revisions() -> tuple[str, ...]:
    """The migrations of this program, oldest first: the numbers that their files begin with (held by a test)."""
    return tuple(sorted(path.name.split("_")[0] for path in (SCRIPTS / "versions").glob("[0-9]*.py")))


def head() -> str:
    """The migration that this program expects."""
    return revisions()[-1]


def is_known(revision: str) -> bool:
    """Whether this program knows the migration; else it is of a newer one."""
    return revision in revisions()


def bring_up_to_date(url: str) -> None:
    """Apply what is missing as the owner that `url` names; quick where nothing is.

    Raises StoreUnavailable when the database does not answer, SchemaMismatch when it is newer than this program.
    """
    with connect(url) as connection:
        if current(connection) == head():
            return
    from geo.store.migrating import migrate  # noqa: PLC0415 - loads slowly, and most starts need no migration

    migrate(url)


def current(connection: psycopg.Connection) -> str | None:
    """The migration of the database; None where it has none, or the login may not see it."""
    try:
        with connection.transaction():
            row = connection.execute("SELECT version_num FROM public.alembic_version").fetchone()
    except (psycopg.errors.UndefinedTable, psycopg.errors.InsufficientPrivilege):
        return None
    return row[0] if row else None


def must_fit(connection: psycopg.Connection) -> None:
    """Raise SchemaMismatch unless the database is at this program's migration: another shape must not be written."""
    found = current(connection)
    if found != head():
        raise SchemaMismatch(
            f"The database is at migration {found or 'none'}, this program writes {head()}. "
            "Run `allimi migrate`, or the program that belongs to the database."
        )


def stamp(connection: psycopg.Connection, revision: str) -> None:
    """Note in a migrated database that it is at another migration, one that came with a backup."""
    connection.execute("UPDATE public.alembic_version SET version_num = %s", [revision])
