"""The writer may change no more of history, and of what was sent, than publishing, purging and judging need."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0035"
down_revision = "0033"
branch_labels = None
depends_on = None

RIGHTS = Path(__file__).parent.parent / "sql" / "0035_rights.sql"
TAKEN_BACK = """
ALTER FUNCTION published.keep_number() SECURITY INVOKER RESET search_path;
ALTER FUNCTION published.keep_agency() SECURITY INVOKER RESET search_path;
ALTER FUNCTION published.keep_boundary_set() SECURITY INVOKER RESET search_path;
ALTER FUNCTION published.keep_district() SECURITY INVOKER RESET search_path;
ALTER FUNCTION published.keep_shares() SECURITY INVOKER RESET search_path;
GRANT EXECUTE ON FUNCTION published.keep_number(), published.keep_agency(), published.keep_boundary_set(),
    published.keep_district(), published.keep_shares() TO PUBLIC;
GRANT INSERT ON published.agency_past, published.boundary_set_past, published.district_past, published.district_share_past
    TO allimi_writer;
GRANT UPDATE (until) ON published.agency_past TO allimi_writer;
GRANT DELETE ON published.overlap_mark, published.overlap_rules TO allimi_writer;
GRANT UPDATE, DELETE ON published.version_terms TO allimi_writer;
GRANT INSERT ON published.project_now TO allimi_writer;
GRANT UPDATE ON intake.load, intake.submission, intake.api_key, intake.push, intake.push_item, intake.record
    TO allimi_writer;
CREATE OR REPLACE FUNCTION published.guard_log() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE erased published.log_leaf;
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'log_leaf' THEN
        erased := NEW;
        erased.nonce := OLD.nonce;
        IF NEW.nonce IS NULL AND erased *= OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'The log only grows; nothing of a leaf changes but that a purge erases its nonce.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


def upgrade() -> None:
    """Apply."""
    connection = op.get_bind().connection.driver_connection
    assert connection is not None  # noqa: S101 - it is open
    connection.execute(RIGHTS.read_text("utf-8"))


def downgrade() -> None:
    """Take back; what PostGIS tells of tables stays for its owner."""
    op.execute(TAKEN_BACK)
