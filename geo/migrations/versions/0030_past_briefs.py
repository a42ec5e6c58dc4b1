"""Briefs of closed versions are kept as well, so that what is asked of then need not look at whole works."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

BRIEFS = Path(__file__).parent.parent / "sql" / "0030_past_briefs.sql"


def upgrade() -> None:
    """Apply."""
    connection = op.get_bind().connection.driver_connection
    assert connection is not None  # noqa: S101 - it is open
    connection.execute(BRIEFS.read_text("utf-8"))


def downgrade() -> None:
    """Take back."""
    op.execute("DROP TABLE published.project_brief_past")
