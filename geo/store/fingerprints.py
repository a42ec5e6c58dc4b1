"""What a database holds, as numbers that two databases can be compared by: rows and a hash of every table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from psycopg import Connection, sql

from geo.store import failures
from geo.store.base import INTAKE, PUBLISHED

SCHEMAS: Final = (INTAKE, PUBLISHED)
# The text of a row depends on these; they are the same on every server then.
_SPELLING: Final = (
    "SET LOCAL timezone = 'UTC'",
    "SET LOCAL datestyle = 'ISO, YMD'",
    "SET LOCAL intervalstyle = 'iso_8601'",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL extra_float_digits = 1",
    "SET LOCAL search_path = public",
)
_TABLES: Final = """
SELECT n.nspname, c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = ANY (%s) AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1, 2
"""
# The sum of the rows' hashes: no order is needed, so that a large table is read once and never sorted.
_FINGERPRINT: Final = """
SELECT count(*), concat_ws('/',
    coalesce(sum(('x' || substr(h.hash, 1, 16))::bit(64)::bigint::numeric), 0),
    coalesce(sum(('x' || substr(h.hash, 17, 16))::bit(64)::bigint::numeric), 0))
FROM {table} AS t CROSS JOIN LATERAL (SELECT encode(sha256(convert_to(t::text, 'UTF8')), 'hex') AS hash) AS h
"""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """How many rows a table has, and a number that changes with any of them."""

    rows: int
    hash: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of the database, kept in sight while others write on; `name` lets another session see the same."""

    name: str
    connection: Connection

    def migration(self) -> str | None:
        """The migration that the database is at; None where it was never migrated."""
        known = self.connection.execute("SELECT to_regclass('public.alembic_version') IS NOT NULL").fetchone()
        if not known or not known[0]:
            return None
        row = self.connection.execute("SELECT version_num FROM public.alembic_version").fetchone()
        return str(row[0]) if row else None

    def server(self) -> int:
        """The major version of the server."""
        return self.connection.info.server_version // 10_000

    def last_publication(self) -> int:
        """The number of the newest publication, 0 before the first."""
        row = self.connection.execute("SELECT coalesce(max(number), 0) FROM published.publication").fetchone()
        return int(row[0]) if row else 0

    def fingerprints(self) -> dict[str, Fingerprint]:
        """The fingerprint of every table, by `schema.table`."""
        return fingerprints(self.connection)


def fingerprints(connection: Connection) -> dict[str, Fingerprint]:
    """The fingerprint of every table as this transaction sees it, by `schema.table`."""
    for spelling in _SPELLING:
        connection.execute(spelling)
    tables = connection.execute(_TABLES, [list(SCHEMAS)]).fetchall()
    return {f"{schema}.{table}": _fingerprint(connection, schema, table) for schema, table in tables}


def _fingerprint(connection: Connection, schema: str, table: str) -> Fingerprint:
    statement = sql.SQL(_FINGERPRINT).format(table=sql.Identifier(schema, table))
    row = connection.execute(statement).fetchone()
    assert row is not None  # noqa: S101 - an aggregate always has a row
    return Fingerprint(int(row[0]), str(row[1]))


@contextmanager
def snapshot(url: str) -> Iterator[Snapshot]:
    """One state of the database, to read as long as the block lasts. Raises StoreUnavailable."""
    with failures.lasting(failures.connect(url)) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        connection.execute("SET LOCAL statement_timeout = 0")
        connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None  # noqa: S101 - a function always has a value
        yield Snapshot(str(row[0]), connection)


def differences(expected: dict[str, Fingerprint], found: dict[str, Fingerprint]) -> list[str]:
    """The tables that are not alike, each with what was expected and found."""
    return [
        f"{table}: {_said(expected.get(table))} expected, {_said(found.get(table))} found"
        for table in sorted(expected.keys() | found.keys())
        if expected.get(table) != found.get(table)
    ]


def _said(fingerprint: Fingerprint | None) -> str:
    return "no table" if fingerprint is None else f"{fingerprint.rows} rows ({fingerprint.hash[:12]}…)"
