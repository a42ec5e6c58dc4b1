"""How near edges come to each other, of what is on the map already; by itself, since whoever reads would wait."""

from __future__ import annotations

from alembic import op

revision = "0023a"
down_revision = "0023"
branch_labels = None
depends_on = None

CLEARANCE = """
UPDATE published.map_shape SET shape = ST_ForcePolygonCW(shape),
    clearance = CASE WHEN GeometryType(shape) LIKE '%LINESTRING' THEN 'infinity' ELSE ST_MinimumClearance(shape) END
WHERE GeometryType(shape) IN ('LINESTRING', 'MULTILINESTRING', 'POLYGON', 'MULTIPOLYGON')
"""


def upgrade() -> None:
    """Apply."""
    op.execute(CLEARANCE)


def downgrade() -> None:
    """Nothing to take back: the column goes with the migration that made it."""
