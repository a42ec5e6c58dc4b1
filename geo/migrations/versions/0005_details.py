"""Sections of details, stored facts of delay and overrun, and purges: what may be blanked, and the tombstones of it."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

PURGING = (Path(__file__).parent.parent / "sql" / "0005_purging.sql").read_text("utf-8")

VIEW = """
CREATE OR REPLACE VIEW published.project_now AS
    SELECT * FROM published.project_version WHERE upper_inf(published) AND NOT withdrawn;
"""

COMPRESSION = """
DO $$ BEGIN
    ALTER TABLE published.project_version ALTER COLUMN details SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN NULL;  -- a server built without lz4 keeps its default
END $$;
"""

RIGHTS = """
GRANT SELECT ON published.purge TO allimi_reader;
GRANT SELECT, INSERT ON published.purge TO allimi_writer;
GRANT UPDATE (
    descriptions, status, category, contractor, supervisor, address, original_start, original_end, planned_start,
    planned_end, actual_start, actual_end, progress_planned, progress_actual, progress_as_of, original_budget,
    original_budget_currency, budget, budget_currency, contract_amount, contract_currency, footprint, geometry_class,
    location_source, location_method, location_accuracy, location_verified_by, location_verified_on, declared_districts,
    details, end_shift_days, extension_count, cost_growth, progress_gap, purged, facts_hash, feature_text, feature_hash
) ON published.project_version TO allimi_writer;
REVOKE ALL ON FUNCTION published.purge_reports FROM PUBLIC;
GRANT EXECUTE ON FUNCTION published.purge_reports TO allimi_writer;
"""

GUARD_BEFORE = """
CREATE OR REPLACE FUNCTION published.guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE reopened published.project_version;
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'A published version is never removed.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    reopened := NEW;
    reopened.published := OLD.published;
    IF upper_inf(OLD.published) AND NOT upper_inf(NEW.published)
       AND lower(NEW.published) = lower(OLD.published) AND reopened *= OLD THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A published version changes only when the next one closes it.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
DROP FUNCTION published.purge_reports, published.purged, published.held;
DROP VIEW published.project_now;
"""

VIEW_BEFORE = """
CREATE VIEW published.project_now AS
    SELECT * FROM published.project_version WHERE upper_inf(published) AND NOT withdrawn;
GRANT SELECT ON published.project_now TO allimi_reader, allimi_writer;
"""


def _facts() -> tuple[sa.Column[int], sa.Column[int], sa.Column[object], sa.Column[object]]:
    return (
        sa.Column("end_shift_days", sa.Integer(), nullable=True),
        sa.Column("extension_count", sa.Integer(), nullable=True),
        sa.Column("cost_growth", sa.Numeric(), nullable=True),
        sa.Column("progress_gap", sa.Numeric(), nullable=True),
    )


def upgrade() -> None:
    """Apply."""
    for column in (
        sa.Column("details", postgresql.JSONB(), nullable=False, server_default="{}"),
        sa.Column("ground", sa.Text(), nullable=True),
        *_facts(),
        sa.Column("purged", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"),
    ):
        op.add_column("project_version", column, schema="published")
    for column in _facts():
        op.add_column("project_brief", column, schema="published")
    op.create_table(
        "purge",
        sa.Column("project_id", sa.Text(collation="C"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("publication", sa.BigInteger(), nullable=False),
        sa.Column("fields", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("purged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id", "version"],
            ["published.project_version.project_id", "published.project_version.version"],
            name=op.f("purge_project_id_version_fkey"),
        ),
        sa.ForeignKeyConstraint(["publication"], ["published.publication.number"], name=op.f("purge_publication_fkey")),
        sa.PrimaryKeyConstraint("project_id", "version", "publication", name=op.f("purge_pkey")),
        schema="published",
    )
    connection = op.get_bind().connection.driver_connection
    assert connection is not None  # noqa: S101 - it is open
    for script in (VIEW, COMPRESSION, PURGING, RIGHTS):
        connection.execute(script)


def downgrade() -> None:
    """Take back; what was purged stays blank, and the texts of newer versions keep the properties that they have."""
    op.execute(GUARD_BEFORE)
    op.drop_table("purge", schema="published")
    for column in ("end_shift_days", "extension_count", "cost_growth", "progress_gap"):
        op.drop_column("project_brief", column, schema="published")
        op.drop_column("project_version", column, schema="published")
    for column in ("details", "ground", "purged"):
        op.drop_column("project_version", column, schema="published")
    op.execute(VIEW_BEFORE)
