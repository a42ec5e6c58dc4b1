"""Classes of geometry, kept counters and extents of what is published, and the progress reports that are public."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from geo.sql import query

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NOW = "upper_inf(published) AND NOT withdrawn"
COUNTED = "INSERT INTO published.project_count (geometry_class, attribute, code, projects) "

CLASSES = """
CREATE FUNCTION published.geometry_class(shape geometry) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN ST_GeometryType(shape) = 'ST_GeometryCollection' THEN 'mixed'
        ELSE (ARRAY['point', 'line', 'area'])[ST_Dimension(shape) + 1] END
$$;
COMMENT ON FUNCTION published.geometry_class IS
    'What a footprint is drawn as: point, line, area, mixed (a collection), or null without one';
CREATE FUNCTION published.right_handed(shape geometry) RETURNS geometry LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN ST_GeometryType(shape) IN ('ST_Polygon', 'ST_MultiPolygon') THEN ST_ForcePolygonCCW(shape)
        WHEN ST_GeometryType(shape) = 'ST_GeometryCollection' THEN ST_ForcePolygonCCW(ST_ForcePolygonCCW(shape))
        ELSE shape END
$$;
COMMENT ON FUNCTION published.right_handed IS
    'Rings turned as RFC 7946 says; ST_ForcePolygonCCW also turns lines round, and turns them back the second time';
ALTER TABLE published.project_version DISABLE TRIGGER guard;
UPDATE published.project_version SET geometry_class = published.geometry_class(footprint) WHERE footprint IS NOT NULL;
ALTER TABLE published.project_version ENABLE TRIGGER guard;
CREATE OR REPLACE VIEW published.project_now AS
    SELECT * FROM published.project_version WHERE upper_inf(published) AND NOT withdrawn;
"""

PROGRESS = """
CREATE VIEW published.progress_now AS
    SELECT p.project_id, p.as_of, p.publication,
        CASE WHEN 'progress_planned' = ANY (v.blocked) THEN NULL ELSE p.planned END AS planned,
        CASE WHEN 'progress_actual' = ANY (v.blocked) THEN NULL ELSE p.actual END AS actual
    FROM published.progress_report AS p
    JOIN published.project_now AS v ON v.project_id = p.project_id
    WHERE NOT ('progress_as_of' = ANY (v.blocked)
            OR 'progress_planned' = ANY (v.blocked) AND 'progress_actual' = ANY (v.blocked))
        AND NOT EXISTS (
            SELECT FROM published.progress_report AS later
            WHERE later.project_id = p.project_id AND later.as_of = p.as_of AND later.publication > p.publication
        );
COMMENT ON VIEW published.progress_now IS
    'The latest word on each date of every published project; what the policy withholds is left out';
"""

RIGHTS = """
GRANT SELECT ON published.project_count, published.project_extent, published.progress_now
    TO allimi_reader, allimi_writer;
GRANT INSERT, UPDATE, DELETE ON published.project_count, published.project_extent TO allimi_writer;
"""


def _index_now(name: str, columns: list[str], where: str = NOW) -> None:
    op.create_index(name, "project_version", columns, schema="published", postgresql_where=sa.text(where))


def upgrade() -> None:
    """Apply."""
    op.add_column("project_version", sa.Column("geometry_class", sa.Text(), nullable=True), schema="published")
    op.execute(CLASSES)
    for column in ("status", "category", "agency"):
        op.drop_index(f"project_version_{column}_idx", table_name="project_version", schema="published")
        _index_now(f"project_version_{column}_idx", [column, "project_id"])
    _index_now("project_version_status_category_idx", ["status", "category", "project_id"])
    _index_now("project_version_geometry_class_idx", ["geometry_class", "project_id"])
    op.drop_index("project_version_footprint_idx", table_name="project_version", schema="published")
    op.create_geospatial_index(
        "project_version_footprint_idx",
        "project_version",
        ["footprint"],
        unique=False,
        schema="published",
        postgresql_using="gist",
        postgresql_where=sa.text(NOW),
        postgresql_ops={},
    )
    op.create_index("progress_report_as_of_idx", "progress_report", ["as_of", "project_id"], schema="published")
    op.create_table(
        "project_count",
        sa.Column("geometry_class", sa.Text(), nullable=False),
        sa.Column("attribute", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("projects", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("geometry_class", "attribute", "code", name=op.f("project_count_pkey")),
        schema="published",
    )
    op.create_table(
        "project_extent",
        sa.Column("geometry_class", sa.Text(), nullable=False),
        sa.Column("west", sa.Double(), nullable=True),
        sa.Column("south", sa.Double(), nullable=True),
        sa.Column("east", sa.Double(), nullable=True),
        sa.Column("north", sa.Double(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("geometry_class", name=op.f("project_extent_pkey")),
        schema="published",
    )
    op.execute(PROGRESS)
    op.execute(RIGHTS)
    op.execute(COUNTED + query("kept/counts"))
    op.execute(query("counts/extents_rebuild"))


def downgrade() -> None:
    """Take back."""
    op.execute("DROP VIEW published.progress_now")
    op.drop_index("progress_report_as_of_idx", table_name="progress_report", schema="published")
    op.drop_table("project_extent", schema="published")
    op.drop_table("project_count", schema="published")
    op.execute("DROP VIEW published.project_now")
    op.drop_column("project_version", "geometry_class", schema="published")
    op.drop_index("project_version_status_category_idx", table_name="project_version", schema="published")
    for column in ("status", "category", "agency"):
        op.drop_index(f"project_version_{column}_idx", table_name="project_version", schema="published")
        _index_now(f"project_version_{column}_idx", [column, "project_id"], "upper_inf(published)")
    op.drop_index("project_version_footprint_idx", table_name="project_version", schema="published")
    op.create_geospatial_index(
        "project_version_footprint_idx",
        "project_version",
        ["footprint"],
        unique=False,
        schema="published",
        postgresql_using="gist",
        postgresql_where=sa.text("upper_inf(published)"),
        postgresql_ops={},
    )
    op.execute("DROP FUNCTION published.geometry_class, published.right_handed")
    op.execute(
        "CREATE VIEW published.project_now AS "
        "SELECT * FROM published.project_version WHERE upper_inf(published) AND NOT withdrawn"
    )
    op.execute("GRANT SELECT ON published.project_now TO allimi_reader, allimi_writer")
