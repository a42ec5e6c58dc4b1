"""Which properties a version tells more coarsely than they were entered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

VIEW = """
CREATE OR REPLACE VIEW published.project_now AS
    SELECT * FROM published.project_version WHERE upper_inf(published) AND NOT withdrawn;
"""
VIEW_BEFORE = """
CREATE VIEW published.project_now AS
    SELECT * FROM published.project_version WHERE upper_inf(published) AND NOT withdrawn;
GRANT SELECT ON published.project_now TO allimi_reader, allimi_writer;
"""


def upgrade() -> None:
    """Apply; what was published before is as exact as it was entered."""
    op.add_column(
        "project_version",
        sa.Column("generalised", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"),
        schema="published",
    )
    op.execute(VIEW)


def downgrade() -> None:
    """Take back; the texts of newer versions keep the property."""
    op.execute("DROP VIEW published.project_now")
    op.drop_column("project_version", "generalised", schema="published")
    op.execute(VIEW_BEFORE)
