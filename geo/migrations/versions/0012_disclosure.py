"""How much is disclosed: counts by agency, month and field, what duties are measured by, and how many rows are held."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SCRIPTS = Path(__file__).parent.parent / "sql"

TABLES = """
CREATE TABLE published.version_terms (
    project_id text COLLATE "C" NOT NULL, version integer NOT NULL, delayed text[] NOT NULL,
    CONSTRAINT version_terms_pkey PRIMARY KEY (project_id, version)
);
CREATE TABLE published.disclosure_count (
    agency text COLLATE "C" NOT NULL, month date NOT NULL, field text COLLATE "C" NOT NULL, published bigint NOT NULL,
    zeros bigint NOT NULL, generalised bigint NOT NULL, withheld bigint NOT NULL, delayed bigint NOT NULL,
    CONSTRAINT disclosure_count_pkey PRIMARY KEY (agency, month, field)
);
CREATE TABLE published.disclosure_report (
    agency text COLLATE "C" NOT NULL, as_of date NOT NULL, projects bigint NOT NULL,
    CONSTRAINT disclosure_report_pkey PRIMARY KEY (agency, as_of)
);
CREATE TABLE published.disclosure_decision (
    agency text COLLATE "C" NOT NULL, decided_on date NOT NULL, published_on date NOT NULL, decisions bigint NOT NULL,
    CONSTRAINT disclosure_decision_pkey PRIMARY KEY (agency, decided_on, published_on)
);
CREATE TABLE published.disclosure_update (
    agency text COLLATE "C" NOT NULL, updated_at timestamptz NOT NULL,
    CONSTRAINT disclosure_update_pkey PRIMARY KEY (agency)
);
"""

RIGHTS = """
GRANT SELECT ON {tables} TO allimi_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON {tables} TO allimi_writer;
"""

HELD = """
CREATE FUNCTION published.held_rows() RETURNS TABLE (agency text, held bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
        SELECT coalesce(v.agency, '')::text, count(*)
        FROM intake.submission AS s
        LEFT JOIN published.project_version AS v
            ON v.project_id = s.project_id COLLATE "C" AND upper_inf(v.published)
        WHERE s.state = 'held' AND s.load_id IN (SELECT max(l.id) FROM intake.load AS l GROUP BY l.kind, l.file_name)
        GROUP BY 1;
    IF to_regclass('intake.push_item') IS NOT NULL THEN
        RETURN QUERY EXECUTE 'SELECT p.agency::text, count(*) FROM intake.push_item AS i '
            'JOIN intake.push AS p ON p.id = i.push_id WHERE i.state = ''held'' GROUP BY 1';
    END IF;
END $$;
COMMENT ON FUNCTION published.held_rows() IS
    'How many rows are held of each agency, and of nobody knows whom; numbers alone, of what readers may not read';
REVOKE ALL ON FUNCTION published.held_rows() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION published.held_rows() TO allimi_reader, allimi_writer;
"""

KEPT = ("version_terms", "disclosure_count", "disclosure_report", "disclosure_decision", "disclosure_update")


def upgrade() -> None:
    """Apply."""
    op.execute(TABLES)
    op.execute(RIGHTS.format(tables=", ".join(f"published.{table}" for table in KEPT)))
    op.execute(HELD)
    connection = op.get_bind().connection.driver_connection
    assert connection is not None  # noqa: S101 - it is open
    connection.execute((SCRIPTS / "0012_disclosure.sql").read_text("utf-8"))


def downgrade() -> None:
    """Take back."""
    op.execute("DROP FUNCTION published.held_rows()")
    for table in KEPT:
        op.drop_table(table, schema="published")
