"""The temporary tables of a publication: kept by a connection, empty when a transaction begins."""

from __future__ import annotations

from typing import Final

from psycopg import Connection

from geo.sql import query

_THERE: Final = "SELECT to_regclass('pg_temp.cell_delta') IS NOT NULL"


def make_tables(connection: Connection) -> None:
    """Make the temporary tables, unless the connection has them; the commit empties them, and a rollback does."""
    row = connection.execute(_THERE).fetchone()
    if not (row and row[0]):
        connection.execute(query("publish/tables"))


def clear_tables(connection: Connection, *tables: str) -> None:
    """Make sure that the tables are there and empty, though they were written before in this transaction."""
    make_tables(connection)
    connection.execute(f"TRUNCATE {', '.join(tables)}")
