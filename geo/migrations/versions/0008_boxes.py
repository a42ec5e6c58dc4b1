"""Boxes of the published projects in a table so narrow that its index alone answers."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE published.project_box (
    project_id text COLLATE "C" NOT NULL, box box NOT NULL, one_place point, other_place point,
    CONSTRAINT project_box_pkey PRIMARY KEY (project_id)
);
INSERT INTO published.project_box (project_id, box, one_place, other_place)
SELECT v.project_id,
    box(point(ST_XMin(v.footprint), ST_YMin(v.footprint)), point(ST_XMax(v.footprint), ST_YMax(v.footprint))),
    (CASE v.geometry_class WHEN 'point' THEN p.one WHEN 'line' THEN ST_StartPoint(p.one)
        WHEN 'area' THEN ST_StartPoint(p.ring) END)::point,
    (CASE v.geometry_class WHEN 'point' THEN p.other WHEN 'line' THEN ST_EndPoint(p.other)
        WHEN 'area' THEN ST_PointN(p.ring, ST_NPoints(p.ring) / 2) END)::point
FROM published.project_now AS v
CROSS JOIN LATERAL (
    SELECT ST_GeometryN(v.footprint, 1) AS one, ST_GeometryN(v.footprint, ST_NumGeometries(v.footprint)) AS other,
        ST_ExteriorRing(ST_GeometryN(v.footprint, 1)) AS ring
) AS p
WHERE v.footprint IS NOT NULL;
CREATE INDEX project_box_idx ON published.project_box USING gist (box) INCLUDE (project_id, one_place, other_place);
GRANT SELECT ON published.project_box TO allimi_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON published.project_box TO allimi_writer;
"""


def upgrade() -> None:
    """Apply."""
    op.execute(TABLE)


def downgrade() -> None:
    """Take back."""
    op.drop_table("project_box", schema="published")
