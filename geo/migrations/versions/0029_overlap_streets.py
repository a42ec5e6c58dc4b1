"""Works know all streets that they lie along, and a street that is drawn as an area its axis; what is left out is noted."""

from __future__ import annotations

from alembic import op

revision = "0029"
down_revision = "0027"
branch_labels = None
depends_on = None

COLUMNS = """
-- Columns that are made anew with a default are empty without a write to any row, for which readers would wait.
ALTER TABLE published.overlap_site DROP COLUMN road_class, DROP COLUMN streets,
    ADD COLUMN streets text[] COLLATE "C" NOT NULL DEFAULT '{}',
    ADD COLUMN road_classes text[] COLLATE "C" NOT NULL DEFAULT '{}',
    ADD COLUMN axis geometry(LineString, 4326), ADD COLUMN half_width double precision;
ALTER TABLE published.overlap_site ALTER COLUMN streets DROP DEFAULT, ALTER COLUMN road_classes DROP DEFAULT;
"""
LEFT_OUT = """
CREATE TABLE published.overlap_left_out (
    project_id text COLLATE "C" NOT NULL, reason text NOT NULL, place geometry(Geometry, 4326) NOT NULL,
    CONSTRAINT overlap_left_out_pkey PRIMARY KEY (project_id)
);
CREATE INDEX overlap_left_out_place_idx ON published.overlap_left_out USING gist (place);
CREATE INDEX overlap_site_crowded_idx ON published.overlap_site (project_id) WHERE crowded;
GRANT SELECT ON published.overlap_left_out TO allimi_reader;
GRANT SELECT, INSERT, DELETE ON published.overlap_left_out TO allimi_writer;
"""
BACK = """
DROP INDEX published.overlap_site_crowded_idx;
DROP TABLE published.overlap_left_out;
ALTER TABLE published.overlap_site DROP COLUMN road_classes, DROP COLUMN axis, DROP COLUMN half_width,
    ADD COLUMN road_class text;
"""


def upgrade() -> None:
    """Apply; what works lie along is found when all are compared anew, which an upgrade does."""
    op.execute(COLUMNS)
    op.execute(LEFT_OUT)


def downgrade() -> None:
    """Take back."""
    op.execute(BACK)
