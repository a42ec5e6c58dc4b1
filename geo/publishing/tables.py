"""The temporary tables of a publication: kept by a connection, emptied where a publication begins.

Emptying them by the commit would take 25 ms for every publication: each is cut in its files, with the indexes of its
long values.
"""

from __future__ import annotations

from typing import Final

from psycopg import Connection

from geo.sql import query

OVERLAPS: Final = ("overlap_looked", "overlap_place", "overlap_found")
_TABLES: Final = ("stage", "sent", "change", "brief_change", "drawn", "moved", "cell_delta", *OVERLAPS)
_THERE: Final = "SELECT to_regclass('pg_temp.overlap_found') IS NOT NULL"
_DELETE: Final = "; ".join(f"DELETE FROM {table}" for table in _TABLES)  # noqa: S608 - names of our own


def make_tables(connection: Connection, *, few: bool) -> None:
    """Make the temporary tables, or empty them; where `few` rows are in them always, they are not cut.

    A savepoint that is rolled back after this would bring back what they held.
    """
    if _made(connection):
        connection.execute(_DELETE if few else f"TRUNCATE {', '.join(_TABLES)}")


def clear_tables(connection: Connection, *tables: str) -> None:
    """Make sure that these are there and empty, though they were written before in this transaction."""
    if _made(connection):
        connection.execute(f"TRUNCATE {', '.join(tables)}")


def _made(connection: Connection) -> bool:
    """Whether the connection had the tables before; now it has them."""
    row = connection.execute(_THERE).fetchone()
    if row and row[0]:
        return True
    connection.execute(query("publish/tables"))
    return False
