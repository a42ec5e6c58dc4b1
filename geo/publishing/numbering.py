"""Publication numbers: serial, and their instants strictly increase."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from psycopg import Connection
from psycopg.rows import class_row

from geo.sql import query
from geo.store import patience

PUBLICATION_LOCK: Final = 0x616C6C696D6901
"""Advisory lock that lets one transaction publish at a time, until it ends."""


class Numbered(NamedTuple):
    """A publication: its number, and its instant in UTC."""

    number: int
    published_at: datetime


def lock(connection: Connection) -> None:
    """Wait until this transaction alone may publish."""
    patience.lock(connection, "SELECT pg_advisory_xact_lock(%s)", [PUBLICATION_LOCK])


def own_number(connection: Connection) -> int:
    """The number of the publication that this transaction has taken last, or else of one that it takes now."""
    lock(connection)
    row = connection.execute("SELECT nullif(current_setting('allimi.publication', true), '')::bigint").fetchone()
    return int(row[0]) if row and row[0] else take_number(connection, versions=0).number


def take_number(connection: Connection, *, versions: int) -> Numbered:
    """The next publication number, under the lock."""
    with connection.cursor(row_factory=class_row(Numbered)) as cursor:
        taken = cursor.execute(query("publish/number"), {"versions": versions}).fetchone()
    assert taken is not None  # noqa: S101 - INSERT ... RETURNING of one row
    return taken
