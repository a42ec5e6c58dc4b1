"""In every published table every column that is changed, and every row that is taken out or put in, is named."""

from __future__ import annotations

import re
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import Connection, sql

from geo.errors import BadInput
from geo.log import stored
from geo.log.auditing import audit
from tests.fixtures.database import Database
from tests.geo.log.whole_city import build

OTHER = {
    "text": "coalesce({0}, '') || 'x'",
    "bigint": "coalesce({0}, 0) + 100000",
    "integer": "coalesce({0}, 0) + 100000",
    "smallint": "coalesce({0}, 0) + 1000",
    "double precision": "CASE WHEN {0} = 'infinity' THEN 1 ELSE coalesce({0}, 0) + 1 END",
    "numeric": "coalesce({0}, 0) + 1",
    "boolean": "NOT coalesce({0}, false)",
    "date": "coalesce({0}, '2026-01-01') + 1",
    "timestamp with time zone": "{0} - interval '1 microsecond'",
    "tstzrange": "tstzrange(lower({0}) - interval '1 microsecond', upper({0}))",
    "jsonb": "CASE jsonb_typeof({0}) WHEN 'array' THEN {0} || '[1]' ELSE {0} || '{{\"x\":\"x\"}}' END",
    "bytea": "sha256(coalesce({0}, ''))",
    "ARRAY": "array_append({0}, 'x')",
    "geometry": "coalesce(ST_Translate({0}, 0.00001, 0), 'SRID=4326;LINESTRING(0 0,1 1)')",
    "box": "'(0,0),(1,1)'::box",
    "point": "'(0,0)'::point",
}
"""What a value of a type becomes."""
SAID = {
    "project_version": r"leaf|Version",
    "log_leaf": r"[Ll]eaf|Text|record",
    "log_text": r"[Ll]eaf|Text|record",
    "log_node": r"Node",
    "checkpoint": r"[Cc]heckpoint|leaves",
    "publication": r"[Pp]ublication",
    "project": r"The project",
    "purge": r"purge|tombstone",
    "overlap": r"The pair|overlap\b",
    "overlap_past": r"The pair|overlap_past",
    "version_terms": r"version_terms|disclosure_count",
}
"""How those are named that are not named as tables are."""
STATES = {("overlap_mark", "state"): "'open'"}
"""What only some values may stand for."""
NOT_COMPARED = {
    ("checkpoint", "made_at"): "it says when a note was kept; the note has no time",
    ("checkpoint", "out"): "whoever has a checkpoint keeps it; the log does not count them",
    ("disclosure_count", "zeros"): "whether what was purged had been zero is not known any more",
    ("map_tile", "out"): "one in which no work has its anchor follows from what was drawn on it at any time",
    ("project_version", "blocked"): "what a policy withholds that nobody entered is in no text",
    ("project_version", "facts_hash"): "it is made from what was sent, which is not published",
}
"""A table and a column (or `out`, where a row is taken out), and why a change of it is not named."""
COLUMNS = """
SELECT c.table_name, c.column_name, CASE c.data_type WHEN 'USER-DEFINED' THEN c.udt_name ELSE c.data_type END
FROM information_schema.columns AS c
JOIN information_schema.tables AS t USING (table_schema, table_name)
WHERE c.table_schema = 'published' AND t.table_type = 'BASE TABLE' AND c.is_identity = 'NO'
ORDER BY 1, c.ordinal_position
"""


@pytest.fixture(scope="module")
def city(module_database: Database) -> Database:
    build(module_database.writer_url)
    return module_database


@pytest.fixture(scope="module")
def columns(city: Database) -> dict[str, list[tuple[str, str]]]:
    with psycopg.connect(city.url) as owner:
        found: dict[str, list[tuple[str, str]]] = {}
        for table, column, kind in owner.execute(COLUMNS):
            found.setdefault(table, []).append((column, kind))
    return found


def findings(connection: Connection) -> Iterator[str]:
    try:
        known = [one for one, _ in stored.checkpoints(connection)]
    except BadInput as broken:
        return iter([f"A checkpoint that is kept cannot be read: {broken}"])
    return audit(connection, known)


def named(connection: Connection, table: str) -> bool:
    """Whether something is found that names a record of the table."""
    return any(re.search(SAID.get(table, rf"\b{table}\b"), found) for found in findings(connection))


def tamperings(table: str, columns: list[tuple[str, str]]) -> Iterator[tuple[str, sql.Composed]]:
    of = sql.Identifier("published", table)
    for column, kind in columns:
        name = sql.Identifier(column)
        value = sql.SQL(STATES.get((table, column)) or OTHER[kind]).format(name)
        one = sql.SQL("(SELECT ctid FROM {} ORDER BY {} IS NULL, ctid LIMIT 1)").format(of, name)
        yield column, sql.SQL("UPDATE {} SET {} = {} WHERE ctid = {}").format(of, name, value, one)
    yield "out", sql.SQL("DELETE FROM {0} WHERE ctid = (SELECT ctid FROM {0} LIMIT 1)").format(of)


def test_nothing_is_amiss_before(city: Database) -> None:
    with psycopg.connect(city.reader_url) as reader:
        assert list(findings(reader)) == []


def test_every_table_has_rows(city: Database, columns: dict[str, list[tuple[str, str]]]) -> None:
    with psycopg.connect(city.url) as owner:
        counted = sql.SQL("SELECT count(*) FROM {}")
        empty = [
            table
            for table in columns
            if owner.execute(counted.format(sql.Identifier("published", table))).fetchone() == (0,)
        ]
    assert empty == ["log_due"]  # where a transaction has ended


def test_whatever_is_changed_is_named(city: Database, columns: dict[str, list[tuple[str, str]]]) -> None:
    with psycopg.connect(city.url) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("DROP INDEX published.project_version_now_key")
        unnoticed = {
            (table, what)
            for table, its_columns in columns.items()
            for what, statement in tamperings(table, its_columns)
            if not named_after(owner, table, statement)
        }
        owner.rollback()
    assert unnoticed ^ NOT_COMPARED.keys() == set()


def named_after(owner: Connection, table: str, statement: sql.Composed) -> bool:
    """Whether the table is named after a statement, which is taken back again."""
    with owner.transaction(force_rollback=True):
        changed = owner.execute(statement).rowcount
        return changed == 0 or named(owner, table)
