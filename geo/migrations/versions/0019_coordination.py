"""Purges know the section `coordination` of the details."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

PURGED = (Path(__file__).parent.parent / "sql" / "0019_coordination.sql").read_text("utf-8")


def upgrade() -> None:
    """Apply."""
    op.execute(PURGED)


def downgrade() -> None:
    """Take back; what newer versions have of the section stays in their details."""
    op.execute(PURGED.replace(", 'coordination'];", "];"))
