"""Indexes of the briefs by status and category, for pages that a district narrows."""

from __future__ import annotations

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

COLUMNS = ("status", "category")


def upgrade() -> None:
    """Apply."""
    for column in COLUMNS:
        op.create_index(f"project_brief_{column}_idx", "project_brief", [column, "project_id"], schema="published")


def downgrade() -> None:
    """Take back."""
    for column in COLUMNS:
        op.drop_index(f"project_brief_{column}_idx", table_name="project_brief", schema="published")
