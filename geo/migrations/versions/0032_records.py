"""The log records what stands beside versions too: reports, tombstones, and the rows of small tables."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0032"
down_revision = "0030"
branch_labels = None
depends_on = None

EVERYTHING = (Path(__file__).parent.parent / "sql" / "0032_records.sql").read_text("utf-8")
ROWS = (
    *("agency", "agency_past", "boundary_set", "boundary_set_past", "district", "district_past"),
    *("overlap_mark", "overlap_rules"),
)
SOURCES = ("road", "background_line", "overlap_past")
BACK = """
DROP TRIGGER publish_records ON published.publication;
DROP TRIGGER guard ON published.log_text;
DROP TRIGGER guard_all ON published.log_text;
DROP VIEW published.record;
DROP TABLE published.log_due;
DROP FUNCTION published.closed_pairs, published.note_pairs, published.publish_records, published.append_records, published.complete_nodes, published.note_record,
    published.note_source, published.guard_text;
"""


def upgrade() -> None:
    """Apply."""
    connection = op.get_bind().connection.driver_connection
    assert connection is not None  # noqa: S101 - it is open
    connection.execute(EVERYTHING)


def downgrade() -> None:
    """Take back; what was logged stays, with its texts: a log only grows."""
    for table in ROWS:
        op.execute(f"DROP TRIGGER note_record ON published.{table}")
    for table in SOURCES:
        op.execute(f"DROP TRIGGER note_come ON published.{table}; DROP TRIGGER note_gone ON published.{table}")
    op.execute(BACK)
