"""The store: schemas, roles, tables, the guard of published rows, the view of now, and who may do what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


FOUNDATION = """
CREATE SCHEMA IF NOT EXISTS intake;
CREATE SCHEMA IF NOT EXISTS published;
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS btree_gist;
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['allimi_writer', 'allimi_reader'] LOOP
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
                EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT', name);
            END IF;
            IF NOT pg_has_role(current_user, name, 'MEMBER') THEN
                EXECUTE format('GRANT %I TO %I', name, current_user);
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END;
    END LOOP;
END $$;
"""

GUARD = """
CREATE FUNCTION published.guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE reopened published.project_version;
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'A published version is never removed.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    reopened := NEW;
    reopened.published := OLD.published;
    IF upper_inf(OLD.published) AND NOT upper_inf(NEW.published)
       AND lower(NEW.published) = lower(OLD.published) AND reopened *= OLD THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A published version changes only when the next one closes it.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON published.project_version
    FOR EACH ROW EXECUTE FUNCTION published.guard_version();
CREATE TRIGGER guard_all BEFORE TRUNCATE ON published.project_version
    FOR EACH STATEMENT EXECUTE FUNCTION published.guard_version();
CREATE VIEW published.project_now AS
    SELECT * FROM published.project_version WHERE upper_inf(published) AND NOT withdrawn;
"""

DELAY = """
CREATE FUNCTION published.days_late(original_end date, planned_end date, actual_end date, status text, today date)
RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN original_end IS NULL OR status = 'cancelled' THEN NULL
        WHEN actual_end IS NOT NULL THEN actual_end - original_end
        WHEN status = 'completed' THEN NULL
        ELSE greatest(planned_end - original_end, today - original_end, 0) END
$$;
COMMENT ON FUNCTION published.days_late IS
    'Days between the original end and the actual one, or, while works are not done, the latest known or the day asked, never below 0';
"""

COMPRESSION = """
DO $$ BEGIN
    ALTER TABLE published.project_version ALTER COLUMN feature_text SET COMPRESSION lz4;
    ALTER TABLE intake.submission ALTER COLUMN payload SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN NULL;  -- a server built without lz4 keeps its default
END $$;
"""

RIGHTS = """
REVOKE ALL ON SCHEMA intake, published FROM PUBLIC;
GRANT USAGE ON SCHEMA published TO allimi_reader;
GRANT SELECT ON public.alembic_version TO allimi_reader, allimi_writer;
GRANT SELECT ON ALL TABLES IN SCHEMA published TO allimi_reader;
GRANT USAGE ON SCHEMA intake, published TO allimi_writer;
GRANT SELECT, INSERT, UPDATE ON intake.load, intake.submission TO allimi_writer;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA published TO allimi_writer;
GRANT UPDATE (published) ON published.project_version TO allimi_writer;
GRANT UPDATE ON published.agency, published.boundary_set, published.district TO allimi_writer;
GRANT DELETE ON published.district, published.district_part, published.district_share,
    published.background_line, published.boundary_set TO allimi_writer;
"""


def upgrade() -> None:
    """Apply."""
    op.execute(FOUNDATION)
    op.create_table(
        "load",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.LargeBinary(), nullable=True),
        sa.Column("mapping", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("publication", sa.BigInteger(), nullable=True),
        sa.Column("published", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("unchanged", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("held", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("load_pkey")),
        schema="intake",
    )
    op.create_table(
        "agency",
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("names", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("agency_pkey")),
        schema="published",
    )
    op.create_geospatial_table(
        "background_line",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("names", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "line",
            Geometry(
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("background_line_pkey")),
        schema="published",
    )
    op.create_geospatial_index(
        "background_line_line_idx",
        "background_line",
        ["line"],
        unique=False,
        schema="published",
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_index(op.f("background_line_source_idx"), "background_line", ["source"], unique=False, schema="published")
    op.create_table(
        "boundary_set",
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("names", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("licence", sa.Text(), nullable=True),
        sa.Column("sketch", sa.Boolean(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("boundary_set_pkey")),
        schema="published",
    )
    op.create_table(
        "publication",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("versions", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("publication_pkey")),
        sa.UniqueConstraint("published_at", name=op.f("publication_published_at_key")),
        schema="published",
    )
    op.create_table(
        "submission",
        sa.Column("load_id", sa.BigInteger(), nullable=False),
        sa.Column("row_number", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("geometry", sa.LargeBinary(), nullable=True),
        sa.Column("reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(["load_id"], ["intake.load.id"], name=op.f("submission_load_id_fkey")),
        sa.PrimaryKeyConstraint("load_id", "row_number", name=op.f("submission_pkey")),
        schema="intake",
    )
    op.create_index(
        "submission_held_idx",
        "submission",
        ["load_id", "row_number"],
        unique=False,
        schema="intake",
        postgresql_where=sa.text("state = 'held'"),
    )
    op.create_geospatial_table(
        "district",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("set_code", sa.Text(collation="C"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("names", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column(
            "boundary",
            Geometry(
                geometry_type="MULTIPOLYGON",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.Column(
            "label_point",
            Geometry(
                geometry_type="POINT",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.Column("area_m2", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["set_code"], ["published.boundary_set.code"], name=op.f("district_set_code_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("district_pkey")),
        sa.UniqueConstraint("set_code", "code", name=op.f("district_set_code_code_key")),
        schema="published",
    )
    op.create_geospatial_index(
        "district_boundary_idx",
        "district",
        ["boundary"],
        unique=False,
        schema="published",
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_table(
        "project",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("first_publication", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_publication"], ["published.publication.number"], name=op.f("project_first_publication_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("project_pkey")),
        schema="published",
    )
    op.create_geospatial_table(
        "district_part",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("district_id", sa.Text(collation="C"), nullable=False),
        sa.Column(
            "part",
            Geometry(
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["published.district.id"], name=op.f("district_part_district_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("district_part_pkey")),
        schema="published",
    )
    op.create_index(
        op.f("district_part_district_id_idx"), "district_part", ["district_id"], unique=False, schema="published"
    )
    op.create_geospatial_index(
        "district_part_part_idx",
        "district_part",
        ["part"],
        unique=False,
        schema="published",
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_table(
        "progress_report",
        sa.Column("project_id", sa.Text(collation="C"), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("publication", sa.BigInteger(), nullable=False),
        sa.Column("planned", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("actual", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["published.project.id"], name=op.f("progress_report_project_id_fkey")),
        sa.ForeignKeyConstraint(
            ["publication"], ["published.publication.number"], name=op.f("progress_report_publication_fkey")
        ),
        sa.PrimaryKeyConstraint("project_id", "as_of", "publication", name=op.f("progress_report_pkey")),
        schema="published",
    )
    op.create_geospatial_table(
        "project_version",
        sa.Column("project_id", sa.Text(collation="C"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("publication", sa.BigInteger(), nullable=False),
        sa.Column("published", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("titles", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("descriptions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(collation="C"), nullable=False),
        sa.Column("contractor", sa.Text(), nullable=True),
        sa.Column("supervisor", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("original_start", sa.Date(), nullable=True),
        sa.Column("original_end", sa.Date(), nullable=True),
        sa.Column("planned_start", sa.Date(), nullable=True),
        sa.Column("planned_end", sa.Date(), nullable=True),
        sa.Column("actual_start", sa.Date(), nullable=True),
        sa.Column("actual_end", sa.Date(), nullable=True),
        sa.Column("progress_planned", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("progress_actual", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("progress_as_of", sa.Date(), nullable=True),
        sa.Column("original_budget", sa.Numeric(), nullable=True),
        sa.Column("original_budget_currency", sa.Text(), nullable=True),
        sa.Column("budget", sa.Numeric(), nullable=True),
        sa.Column("budget_currency", sa.Text(), nullable=True),
        sa.Column("contract_amount", sa.Numeric(), nullable=True),
        sa.Column("contract_currency", sa.Text(), nullable=True),
        sa.Column("location_source", sa.Text(), nullable=True),
        sa.Column("location_method", sa.Text(), nullable=True),
        sa.Column("location_accuracy", sa.Text(), nullable=True),
        sa.Column("location_verified_by", sa.Text(), nullable=True),
        sa.Column("location_verified_on", sa.Date(), nullable=True),
        sa.Column("declared_districts", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("withheld", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("blocked", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column(
            "footprint",
            Geometry(srid=4326, dimension=2, spatial_index=False, from_text="ST_GeomFromEWKT", name="geometry"),
            nullable=True,
        ),
        sa.Column("facts_hash", sa.LargeBinary(), nullable=False),
        sa.Column("feature_text", sa.Text(), nullable=False),
        sa.Column("feature_hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agency"], ["published.agency.code"], name=op.f("project_version_agency_fkey")),
        sa.ForeignKeyConstraint(["project_id"], ["published.project.id"], name=op.f("project_version_project_id_fkey")),
        sa.ForeignKeyConstraint(
            ["publication"], ["published.publication.number"], name=op.f("project_version_publication_fkey")
        ),
        sa.PrimaryKeyConstraint("project_id", "version", name=op.f("project_version_pkey")),
        schema="published",
    )
    op.create_index(
        "project_version_agency_idx",
        "project_version",
        ["agency", "project_id"],
        unique=False,
        schema="published",
        postgresql_where=sa.text("upper_inf(published)"),
    )
    op.create_index(
        "project_version_category_idx",
        "project_version",
        ["category", "project_id"],
        unique=False,
        schema="published",
        postgresql_where=sa.text("upper_inf(published)"),
    )
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
    op.create_index(
        "project_version_now_key",
        "project_version",
        ["project_id"],
        unique=True,
        schema="published",
        postgresql_where=sa.text("upper_inf(published)"),
    )
    op.create_index(
        op.f("project_version_publication_idx"), "project_version", ["publication"], unique=False, schema="published"
    )
    op.create_index(
        "project_version_status_idx",
        "project_version",
        ["status", "project_id"],
        unique=False,
        schema="published",
        postgresql_where=sa.text("upper_inf(published)"),
    )
    op.create_table(
        "district_share",
        sa.Column("project_id", sa.Text(collation="C"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Text(collation="C"), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("amount", sa.Double(), nullable=True),
        sa.Column("share", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id"], ["published.district.id"], name=op.f("district_share_district_id_fkey")
        ),
        sa.PrimaryKeyConstraint("project_id", "version", "district_id", name=op.f("district_share_pkey")),
        schema="published",
    )
    op.create_index(
        "district_share_district_id_idx",
        "district_share",
        ["district_id", "project_id", "version"],
        unique=False,
        schema="published",
    )
    op.execute(GUARD)
    op.execute(DELAY)
    op.execute(COMPRESSION)
    op.execute(RIGHTS)


def downgrade() -> None:
    """Take back everything, the published history included; the roles stay, since they belong to the cluster."""
    op.execute("DROP SCHEMA published CASCADE")
    op.execute("DROP SCHEMA intake CASCADE")
