"""Indexes of the briefs by status and category, with districts; how near edges on the map come to each other."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

COLUMNS = ("status", "category")


def upgrade() -> None:
    """Apply."""
    for column in COLUMNS:
        op.create_index(
            f"project_brief_{column}_idx",
            "project_brief",
            [column, "project_id"],
            schema="published",
            postgresql_include=["districts"],
        )
    op.add_column("map_shape", sa.Column("clearance", sa.Double(), nullable=True), schema="published")


def downgrade() -> None:
    """Take back; outer rings may go either way round."""
    op.drop_column("map_shape", "clearance", schema="published")
    for column in COLUMNS:
        op.drop_index(f"project_brief_{column}_idx", table_name="project_brief", schema="published")
