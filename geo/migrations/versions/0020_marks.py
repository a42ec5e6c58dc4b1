"""What agencies have agreed about works of theirs that collide."""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE published.overlap_mark (
    one_id text COLLATE "C" NOT NULL, other_id text COLLATE "C" NOT NULL, publication bigint NOT NULL,
    marked_at timestamptz NOT NULL, state text NOT NULL, reason text NOT NULL, agency text COLLATE "C",
    saving numeric, currency text, basis jsonb NOT NULL,
    CONSTRAINT overlap_mark_pkey PRIMARY KEY (one_id, other_id, publication),
    CONSTRAINT overlap_mark_state_check CHECK (state IN ('open', 'joined', 'sequenced', 'no-conflict'))
);
CREATE INDEX overlap_mark_other_id_idx ON published.overlap_mark (other_id);
GRANT SELECT ON published.overlap_mark TO allimi_reader;
GRANT SELECT, INSERT, DELETE ON published.overlap_mark TO allimi_writer;
"""


def upgrade() -> None:
    """Apply."""
    op.execute(TABLE)


def downgrade() -> None:
    """Take back; what was agreed is gone."""
    op.drop_table("overlap_mark", schema="published")
