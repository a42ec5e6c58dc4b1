"""Look at a database without changing it: versions, extensions, migration, roles and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from psycopg import Connection, sql

from geo.store import failures
from geo.store.urls import Login

EXTENSIONS: Final = ("postgis", "pg_trgm", "unaccent", "btree_gist")
MEASURING: Final = (
    *("st_estimatedextent", "_postgis_stats", "_postgis_selectivity", "_postgis_join_selectivity"),
    "_postgis_index_extent",
)
"""What tells everybody where the shapes of any table lie, as PostGIS makes it (migration 0035)."""
_STATE: Final = """
SELECT current_setting('server_version_num')::int / 10000 AS postgresql,
    ARRAY(SELECT extname || ' ' || extversion FROM pg_extension WHERE extname = ANY (%(extensions)s)) AS installed,
    ARRAY(SELECT name FROM pg_available_extensions WHERE name = ANY (%(extensions)s)) AS available,
    ARRAY(SELECT rolname FROM pg_roles WHERE rolname IN ('allimi_reader', 'allimi_writer')) AS roles,
    to_regclass('public.alembic_version') IS NOT NULL AS migrated
"""
_RIGHTS: Final = """
SELECT bool_and(has_table_privilege(c.oid, 'SELECT')) FILTER (WHERE n.nspname = 'published') AS reads,
    bool_or(has_table_privilege(c.oid, 'INSERT')) FILTER (WHERE n.nspname = 'published') AS writes,
    bool_or(has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'))
        FILTER (WHERE n.nspname = 'intake') AS sees_intake,
    ARRAY(
        SELECT p.oid::regprocedure::text FROM pg_proc AS p
        WHERE p.proname = ANY (%(measuring)s) AND has_function_privilege(p.oid, 'EXECUTE')
    ) AS is_told
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname IN ('published', 'intake') AND c.relkind = 'r'
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """How a database stands; `migration` is None where there is none, or the login may not see it."""

    postgresql: int
    installed: tuple[str, ...]
    available: tuple[str, ...]
    roles: tuple[str, ...]
    migration: str | None


@dataclass(frozen=True, slots=True)
class Rights:
    """What a login may do: read and write what is published, see what was sent.

    `is_told` are the functions of PostGIS that it may ask where shapes lie in tables that it may not read.
    """

    reads: bool
    writes: bool
    sees_intake: bool
    is_told: tuple[str, ...]


def condition(login: Login) -> Condition:
    """How the database of this login stands. Raises StoreUnavailable."""
    with failures.lasting(failures.connect(login.url)) as connection:
        row = connection.execute(_STATE, {"extensions": list(EXTENSIONS)}).fetchone()
        assert row is not None  # noqa: S101 - a SELECT without FROM
        postgresql, installed, available, roles, migrated = row
        return Condition(
            postgresql=postgresql,
            installed=tuple(installed),
            available=tuple(available),
            roles=tuple(roles),
            migration=_migration(connection) if migrated else None,
        )


def rights(login: Login) -> Rights:
    """What this login may do in its database. Raises StoreUnavailable."""
    with failures.lasting(failures.connect(login.url)) as connection:
        if login.role:
            connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(login.role)))
        row = connection.execute(_RIGHTS, {"measuring": list(MEASURING)}).fetchone()
        assert row is not None  # noqa: S101 - an aggregate always has a row
        reads, writes, sees_intake, is_told = row
        return Rights(bool(reads), bool(writes), bool(sees_intake), tuple(is_told))


def _migration(connection: Connection) -> str | None:
    allowed = connection.execute("SELECT has_table_privilege('public.alembic_version', 'SELECT')").fetchone()
    if not allowed or not allowed[0]:
        return None
    row = connection.execute("SELECT version_num FROM public.alembic_version").fetchone()
    return str(row[0]) if row else None
