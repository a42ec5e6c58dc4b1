"""Plans that are not published yet, of which other agencies' planners may see where and when."""

from __future__ import annotations

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE intake.plan (
    number bigint GENERATED ALWAYS AS IDENTITY, project_id text COLLATE "C" NOT NULL, agency text COLLATE "C" NOT NULL,
    push_id bigint NOT NULL, window_start date, window_end date, early_start date, late_end date, category text,
    firmness text NOT NULL, ground text[] NOT NULL, exception text, office text, shape geometry(Geometry, 4326) NOT NULL,
    CONSTRAINT plan_pkey PRIMARY KEY (project_id),
    CONSTRAINT plan_push_id_fkey FOREIGN KEY (push_id) REFERENCES intake.push (id)
);
CREATE UNIQUE INDEX plan_number_key ON intake.plan (number);
CREATE INDEX plan_agency_idx ON intake.plan (agency);
CREATE INDEX plan_push_idx ON intake.plan (push_id);
CREATE INDEX plan_shape_idx ON intake.plan USING gist (shape);
GRANT SELECT, INSERT, UPDATE, DELETE ON intake.plan TO allimi_writer;
GRANT UPDATE (reason, basis) ON published.overlap_mark TO allimi_writer;
"""


def upgrade() -> None:
    """Apply."""
    op.execute(TABLE)


def downgrade() -> None:
    """Take back; plans are kept again when they are pushed."""
    op.execute("REVOKE UPDATE (reason, basis) ON published.overlap_mark FROM allimi_writer")
    op.drop_table("plan", schema="intake")
