"""The roads of a city, by which works are known to be on one street, and how busy it is."""

from __future__ import annotations

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE published.road (
    id bigint GENERATED ALWAYS AS IDENTITY, name text, class text, source text NOT NULL,
    shape geometry(Geometry, 4326) NOT NULL,
    CONSTRAINT road_pkey PRIMARY KEY (id)
);
CREATE INDEX road_shape_idx ON published.road USING gist (shape);
GRANT SELECT ON published.road TO allimi_reader;
GRANT SELECT, INSERT, DELETE ON published.road TO allimi_writer;
"""


def upgrade() -> None:
    """Apply."""
    op.execute(TABLE)


def downgrade() -> None:
    """Take back."""
    op.drop_table("road", schema="published")
