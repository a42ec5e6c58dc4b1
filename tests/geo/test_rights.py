"""What each login may do in the migrated database, asked of its catalogue: a table that comes later may do no more.

Whoever needs to change or to delete something new writes it down here, and why it is no history.
"""

from __future__ import annotations

from typing import Any, Final

import psycopg
import pytest

from tests.fixtures.database import Database

READER, WRITER = "allimi_reader", "allimi_writer"
OURS: Final = ("published", "intake", "public")
ANEW: Final = (
    *("collection_count", "disclosure_count", "disclosure_decision", "disclosure_report", "disclosure_update"),
    *("map_cell", "map_cell_kind", "map_district", "map_shape", "map_tile"),
    *("overlap", "overlap_site", "project_box", "project_brief", "project_count", "project_delay", "project_extent"),
    *("project_tally", "plan", "rate", "idempotency"),
    *("boundary_set", "district"),  # of which triggers keep what stood there
)
"""Made of what is published now and made anew by rebuilds, or kept for a while: the writer changes and deletes it."""
REPLACED: Final = (
    *("background_line", "road", "overlap_left_out", "district_part", "district_share"),
    *("overlap_past", "project_box_past", "project_brief_past"),  # made again by a purge, without what it blanks
    *("log_due", "log_text"),  # what is written down at once; a guard lets a text go with its random bits
)
"""What the writer deletes and adds, and never changes."""
WHOLE: Final[dict[str, set[str]]] = {
    **{name: {"UPDATE", "DELETE"} for name in ANEW},
    **{name: {"DELETE"} for name in REPLACED},
    "agency": {"UPDATE"},  # triggers keep what stood there
    "overlap_rules": {"UPDATE"},  # twice in one publication
}
"""The tables of the writer that are no history: what it may do besides reading and adding."""
ONLY_READ: Final = {"agency_past", "boundary_set_past", "district_past", "project_now", "progress_now", "record"}
"""What the writer cannot even add to: triggers do, and views are views."""
TAKEN_AWAY: Final = {"district_share_past": {"SELECT", "DELETE"}}
"""A purge takes shares away; only a trigger adds them."""
COLUMNS: Final = {
    "log_leaf": {"nonce"},
    "overlap_mark": {"reason", "basis"},
    "progress_report": {"shows_planned", "shows_actual"},
    "api_key": {"revoked_at"},
    "submission": {"payload", "geometry"},
    "push": {"state", "items", "reason", "publication", "decided_by", "decided_at", "purged_at"},
    "push_item": {"state", "reasons", "payload"},
    "record": {"facts", "revision", "sequence", "source_time", "withdrawn", "push_id", "updated_at"},
}
"""Columns that the writer may change in tables that it may not change as a whole."""
NEVER_CHANGED: Final = {"project_id", "version", "publication", "withdrawn", "agency", "ground", "withheld", "sample"}
"""Columns of a version that not even a purge blanks."""

_TABLES: Final = """
SELECT n.nspname, c.relname, c.relkind, ARRAY(
    SELECT p FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS p
    WHERE has_table_privilege(%(role)s, c.oid, p)
)
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = ANY (%(schemas)s) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
"""
_COLUMNS: Final = """
SELECT n.nspname, c.relname, a.attname, x.privilege_type
FROM pg_attribute AS a
JOIN pg_class AS c ON c.oid = a.attrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN LATERAL aclexplode(a.attacl) AS x
WHERE NOT a.attisdropped AND x.grantee IN (0, %(role)s::regrole) AND n.nspname = ANY (%(schemas)s)
"""


_OF_EXTENSION: Final = (
    "EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')"
)


def asked(database: Database, statement: str, **values: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401
    with psycopg.connect(database.url) as owner:
        return owner.execute(statement.encode(), {"schemas": list(OURS)} | values).fetchall()


def tables(database: Database, role: str, *schemas: str) -> dict[str, set[str]]:
    """What a role may do to each table and view of some schemas."""
    found = asked(database, _TABLES, role=role)
    return {name: set(may) for schema, name, _, may in found if schema in schemas}


def test_the_reader_reads_what_is_published_and_changes_nothing(module_database: Database) -> None:
    published = tables(module_database, READER, "published")
    assert len(published) > 40
    assert {name for name, may in published.items() if may != {"SELECT"}} == set()
    assert [name for name, may in tables(module_database, READER, "intake").items() if may] == []
    assert asked(module_database, _COLUMNS, role=READER) == []


def test_the_writer_adds_to_history_and_changes_none_of_it(module_database: Database) -> None:
    found = tables(module_database, WRITER, "published", "intake")
    expected = {name: {"SELECT", "INSERT"} | WHOLE.get(name, set()) for name in found}
    expected |= {name: {"SELECT"} for name in ONLY_READ} | TAKEN_AWAY
    assert found == expected
    columns: dict[str, set[str]] = {}
    for _, table, column, privilege in asked(module_database, _COLUMNS, role=WRITER):
        assert privilege == "UPDATE"
        columns.setdefault(table, set()).add(column)
    assert columns.pop("project_version") & NEVER_CHANGED == set()
    assert columns == COLUMNS


@pytest.mark.parametrize("role", [READER, WRITER])
def test_extensions_and_the_migration_are_read_alone(module_database: Database, role: str) -> None:
    assert {name for name, may in tables(module_database, role, "public").items() if not may <= {"SELECT"}} == set()


@pytest.mark.parametrize("role", [READER, WRITER])
def test_no_login_makes_objects_counts_a_sequence_on_or_owns_anything(module_database: Database, role: str) -> None:
    made = "SELECT nspname FROM pg_namespace WHERE has_schema_privilege(%(role)s, oid, 'CREATE')"
    assert asked(module_database, made, role=role) == []
    assert asked(
        module_database, "SELECT has_database_privilege(%(role)s, current_database(), 'CREATE')", role=role
    ) == [(False,)]
    counted = (
        "SELECT relname FROM pg_class WHERE relkind = 'S' AND (has_sequence_privilege(%(role)s, oid, 'UPDATE')"
        " OR has_sequence_privilege(%(role)s, oid, 'USAGE') OR has_sequence_privilege(%(role)s, oid, 'SELECT'))"
    )
    assert asked(module_database, counted, role=role) == []
    for catalogue, owner in (("pg_class", "relowner"), ("pg_proc", "proowner"), ("pg_namespace", "nspowner")):
        owned = f"SELECT count(*) FROM {catalogue} WHERE {owner} = %(role)s::regrole"
        assert asked(module_database, owned, role=role) == [(0,)]


@pytest.mark.parametrize("role", [READER, WRITER])
def test_a_login_is_nobody_else(module_database: Database, role: str) -> None:
    flags = "rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls"
    assert asked(module_database, f"SELECT {flags} FROM pg_roles WHERE rolname = %(role)s", role=role) == [(False,) * 6]
    member = "SELECT roleid::regrole FROM pg_auth_members WHERE member = %(role)s::regrole"
    assert asked(module_database, member, role=role) == []
    assert asked(module_database, "SELECT count(*) FROM pg_default_acl") == [(0,)]


def test_what_only_grows_is_guarded_from_its_owner_as_well(module_database: Database) -> None:
    """For each row that is changed or deleted, and where a table is emptied."""
    guards = (
        "SELECT c.relname FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid"
        " WHERE t.tgname LIKE 'guard%%' AND t.tgenabled = 'O' AND t.tgtype & 2 = 2"  # before
        " GROUP BY 1 HAVING bool_or(t.tgtype & 25 = 25) AND bool_or(t.tgtype & 32 = 32) ORDER BY 1"
    )
    found = [name for (name,) in asked(module_database, guards)]
    assert found == ["audit", "checkpoint", "log_leaf", "log_node", "log_text", "project_version"]


def test_which_schemas_a_login_sees(module_database: Database) -> None:
    seen = (
        "SELECT has_schema_privilege(%(role)s, 'published', 'USAGE'), has_schema_privilege(%(role)s, 'intake', 'USAGE')"
    )
    assert asked(module_database, seen, role=READER) == [(True, False)]
    assert asked(module_database, seen, role=WRITER) == [(True, True)]
    others = (
        "SELECT n.nspname FROM pg_namespace AS n CROSS JOIN LATERAL aclexplode(n.nspacl) AS x"
        " WHERE n.nspname IN ('published', 'intake') AND x.grantee = 0"
    )
    assert asked(module_database, others) == []


def test_a_function_with_the_owners_rights_finds_nothing_of_others_and_is_for_whom_it_is(
    module_database: Database,
) -> None:
    """Without a path of its own it would run what its caller put in the way; a trigger's may be put on other tables."""
    found = asked(
        module_database,
        "SELECT p.proname, p.proconfig, ARRAY(SELECT x.grantee::regrole::text FROM"
        " aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS x WHERE x.grantee <> p.proowner)"
        f" FROM pg_proc AS p WHERE p.prosecdef AND NOT {_OF_EXTENSION}",
    )
    triggers = ("keep_agency", "keep_boundary_set", "keep_district", "keep_number", "keep_shares")
    assert {name: set(may) for name, _, may in found} == {
        **{name: set() for name in triggers},
        "held_rows": {READER, WRITER},
        "purge_reports": {WRITER},
    }
    assert {tuple(path or ()) for _, path, _ in found} == {("search_path=pg_catalog, pg_temp",)}


@pytest.mark.parametrize("role", [READER, WRITER])
def test_no_function_of_an_extension_tells_of_tables_that_a_login_may_not_read(
    module_database: Database, role: str
) -> None:
    """With the rights of its owner, or by the number of a table, whose statistics and indexes nobody guards then."""
    tells = (
        f"SELECT p.oid::regprocedure::text FROM pg_proc AS p WHERE {_OF_EXTENSION}"
        " AND (p.prosecdef OR p.prolang = (SELECT oid FROM pg_language WHERE lanname = 'c')"
        " AND 'regclass'::regtype = ANY (p.proargtypes)) AND has_function_privilege(%(role)s, p.oid, 'EXECUTE')"
    )
    assert asked(module_database, tells, role=role) == []


def test_the_reader_is_not_told_where_plans_lie(module_database: Database) -> None:
    with psycopg.connect(module_database.url) as owner:
        owner.execute("SET LOCAL session_replication_role = replica")
        owner.execute(
            "INSERT INTO intake.plan (project_id, agency, push_id, firmness, ground, shape)"
            " VALUES ('P1', 'a', 1, 'idea', '{}', ST_Point(108.1234, 16.0567, 4326))"
        )
        row = owner.execute("SELECT 'intake.plan'::regclass::oid").fetchone()
        assert row is not None
    for told in (
        "ST_EstimatedExtent('intake', 'plan', 'shape')",
        f"_postgis_index_extent({row[0]}::regclass, 'shape')",
        f"_postgis_stats({row[0]}::regclass, 'shape')",
    ):
        with (
            psycopg.connect(module_database.reader_url) as reader,
            pytest.raises(psycopg.errors.InsufficientPrivilege, match="function"),
        ):
            reader.execute(f"SELECT {told}".encode())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE published.agency_past SET names = '{}'",
        "INSERT INTO published.agency_past (code, until, names) VALUES ('ban-1', 1, '{}')",
        "UPDATE intake.api_key SET scopes = '{approve}'",
        "DELETE FROM published.overlap_mark",
        "CREATE TEMPORARY TABLE own (code text, names jsonb);"
        "CREATE TRIGGER forged AFTER UPDATE ON own FOR EACH ROW EXECUTE FUNCTION published.keep_agency()",
    ],
)
def test_the_writer_forges_no_history(module_database: Database, statement: str) -> None:
    with (
        psycopg.connect(module_database.writer_url) as writer,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        writer.execute(statement.encode())
