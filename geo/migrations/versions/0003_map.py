"""What the map draws: shapes, cells, tiles with their generations, and districts; filled from what is published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

from geo.publishing.drawing import redraw

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

QUAD_CODE = """
CREATE FUNCTION published.quad_code(zoom integer, x integer, y integer) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    a bigint := x;
    b bigint := y;
BEGIN
    a := (a | (a << 16)) & 281470681808895;
    b := (b | (b << 16)) & 281470681808895;
    a := (a | (a << 8)) & 71777214294589695;
    b := (b | (b << 8)) & 71777214294589695;
    a := (a | (a << 4)) & 1085102592571150095;
    b := (b | (b << 4)) & 1085102592571150095;
    a := (a | (a << 2)) & 3689348814741910323;
    b := (b | (b << 2)) & 3689348814741910323;
    a := (a | (a << 1)) & 6148914691236517205;
    b := (b | (b << 1)) & 6148914691236517205;
    RETURN (1::bigint << (2 * zoom)) | (b << 1) | a;
END $$;
COMMENT ON FUNCTION published.quad_code IS
    'The number of a tile of the Web Mercator quad: a 1, then two bits a zoom from the coarsest on, y before x';
"""

COMPRESSION = """
DO $$ BEGIN
    ALTER TABLE published.map_shape ALTER COLUMN shape SET COMPRESSION lz4;
    ALTER TABLE published.map_shape ALTER COLUMN simple SET COMPRESSION lz4;
    ALTER TABLE published.map_district ALTER COLUMN coarse SET COMPRESSION lz4;
    ALTER TABLE published.map_district ALTER COLUMN middle SET COMPRESSION lz4;
    ALTER TABLE published.map_district ALTER COLUMN shape SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN NULL;  -- a server built without lz4 keeps its default
END $$;
"""

RIGHTS = """
GRANT SELECT ON published.map_shape, published.map_work, published.map_cell, published.map_cell_kind, published.map_tile,
    published.map_district TO allimi_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON published.map_shape, published.map_work, published.map_cell, published.map_cell_kind,
    published.map_tile, published.map_district TO allimi_writer;
"""


def _geometry(kind: str = "GEOMETRY", *, nullable: bool = False) -> Geometry:
    return Geometry(
        geometry_type=kind,
        srid=3857,
        dimension=2,
        spatial_index=False,
        from_text="ST_GeomFromEWKT",
        name="geometry",
        nullable=nullable,
    )


def upgrade() -> None:
    """Apply."""
    op.create_geospatial_table(
        "map_shape",
        sa.Column("project_id", sa.Text(collation="C"), nullable=False),
        sa.Column("geometry_class", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(collation="C"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("progress_actual", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("anchor_x", sa.Integer(), nullable=False),
        sa.Column("anchor_y", sa.Integer(), nullable=False),
        sa.Column("cell", sa.BigInteger(), nullable=False),
        sa.Column("span", sa.Double(), nullable=False),
        sa.Column("shape", _geometry(), nullable=False),
        sa.Column("simple", _geometry(nullable=True), nullable=True),
        sa.PrimaryKeyConstraint("project_id", name=op.f("map_shape_pkey")),
        schema="published",
    )
    op.create_geospatial_index(
        "map_shape_shape_idx",
        "map_shape",
        ["shape"],
        unique=False,
        schema="published",
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_table(
        "map_work",
        sa.Column("project_id", sa.Text(collation="C"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("geometry_class", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(collation="C"), nullable=False),
        sa.Column("planned_start", sa.Date(), nullable=True),
        sa.Column("planned_end", sa.Date(), nullable=True),
        sa.Column("actual_start", sa.Date(), nullable=True),
        sa.Column("actual_end", sa.Date(), nullable=True),
        sa.Column("districts", postgresql.ARRAY(sa.Text(collation="C")), nullable=False),
        sa.PrimaryKeyConstraint("project_id", name=op.f("map_work_pkey")),
        schema="published",
    )
    op.create_table(
        "map_cell",
        sa.Column("cell", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("works", sa.Integer(), nullable=False),
        sa.Column("progress_sum", sa.BigInteger(), nullable=False),
        sa.Column("progress_count", sa.Integer(), nullable=False),
        sa.Column("sum_x", sa.BigInteger(), nullable=False),
        sa.Column("sum_y", sa.BigInteger(), nullable=False),
        sa.Column("identification", sa.Integer(), nullable=False),
        sa.Column("preparation", sa.Integer(), nullable=False),
        sa.Column("implementation", sa.Integer(), nullable=False),
        sa.Column("completion", sa.Integer(), nullable=False),
        sa.Column("completed", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Integer(), nullable=False),
        sa.Column("suspended", sa.Integer(), nullable=False),
        sa.Column("not_entered", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("cell", name=op.f("map_cell_pkey")),
        schema="published",
    )
    op.create_table(
        "map_cell_kind",
        sa.Column("cell", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(collation="C"), nullable=False),
        sa.Column("category", sa.Text(collation="C"), nullable=False),
        sa.Column("works", sa.Integer(), nullable=False),
        sa.Column("progress_sum", sa.BigInteger(), nullable=False),
        sa.Column("progress_count", sa.Integer(), nullable=False),
        sa.Column("sum_x", sa.BigInteger(), nullable=False),
        sa.Column("sum_y", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("cell", "status", "category", name=op.f("map_cell_kind_pkey")),
        schema="published",
    )
    op.create_table(
        "map_tile",
        sa.Column("tile", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("works", sa.Integer(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("below", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tile", name=op.f("map_tile_pkey")),
        schema="published",
    )
    op.create_geospatial_table(
        "map_district",
        sa.Column("district_id", sa.Text(collation="C"), nullable=False),
        sa.Column("set_code", sa.Text(collation="C"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("labels", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("coarse", _geometry(), nullable=False),
        sa.Column("middle", _geometry(), nullable=False),
        sa.Column("shape", _geometry(), nullable=False),
        sa.Column("label", _geometry("POINT"), nullable=False),
        sa.PrimaryKeyConstraint("district_id", name=op.f("map_district_pkey")),
        schema="published",
    )
    op.create_geospatial_index(
        "map_district_shape_idx",
        "map_district",
        ["shape"],
        unique=False,
        schema="published",
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_index(op.f("map_district_set_code_idx"), "map_district", ["set_code"], unique=False, schema="published")
    op.execute(QUAD_CODE)
    op.execute(COMPRESSION)
    op.execute(RIGHTS)
    connection = op.get_bind().connection.driver_connection
    assert connection is not None  # noqa: S101 - it is open
    # What draws now knows a column of 0023; it comes and goes here.
    op.add_column("map_shape", sa.Column("clearance", sa.Double(), nullable=True), schema="published")
    redraw(connection)
    op.drop_column("map_shape", "clearance", schema="published")


def downgrade() -> None:
    """Take back."""
    for table in ("map_district", "map_tile", "map_cell_kind", "map_cell", "map_work", "map_shape"):
        op.drop_table(table, schema="published")
    op.execute("DROP FUNCTION published.quad_code")
