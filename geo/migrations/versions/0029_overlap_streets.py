"""Works know all streets that they lie along, and a street that is drawn as an area its axis."""

from __future__ import annotations

from alembic import op

revision = "0029"
down_revision = "0024"
branch_labels = None
depends_on = None

COLUMNS = """
ALTER TABLE published.overlap_site DROP COLUMN road_class, ADD COLUMN road_classes text[] COLLATE "C",
    ADD COLUMN axis geometry(LineString, 4326), ADD COLUMN half_width double precision;
UPDATE published.overlap_site SET streets = '{}', road_classes = '{}';
ALTER TABLE published.overlap_site ALTER COLUMN road_classes SET NOT NULL;
"""
BACK = """
ALTER TABLE published.overlap_site DROP COLUMN road_classes, DROP COLUMN axis, DROP COLUMN half_width,
    ADD COLUMN road_class text;
"""


def upgrade() -> None:
    """Apply; what works lie along is found when all are compared anew, which an upgrade does."""
    op.execute(COLUMNS)


def downgrade() -> None:
    """Take back."""
    op.execute(BACK)
