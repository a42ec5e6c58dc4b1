"""What became of pairs is read along an index: by publication and pair, however many pairs one publication found."""

from __future__ import annotations

from alembic import op

revision = "0024"
down_revision = "0023a"
branch_labels = None
depends_on = None

INDEXES = """
CREATE INDEX overlap_since_idx ON published.overlap (since, id);
CREATE INDEX overlap_past_since_idx ON published.overlap_past (since, id);
CREATE INDEX overlap_past_gone_idx ON published.overlap_past (until, id);
"""


def upgrade() -> None:
    """Apply."""
    op.execute(INDEXES)


def downgrade() -> None:
    """Take back."""
    op.execute(
        "DROP INDEX published.overlap_since_idx, published.overlap_past_since_idx, published.overlap_past_gone_idx"
    )
