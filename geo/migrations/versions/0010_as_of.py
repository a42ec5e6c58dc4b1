"""What an earlier state needs: an index of closed versions, and what publications replaced besides versions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

CLOSED = "NOT upper_inf(published) AND NOT withdrawn"

KEEPING = """
CREATE FUNCTION published.coming() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce(nullif(current_setting('allimi.publication', true), '')::bigint,
        (SELECT coalesce(max(number), 0) + 1 FROM published.publication))
$$;
COMMENT ON FUNCTION published.coming IS
    'The publication of this transaction, or the one that it will take; only under the publication lock';

CREATE FUNCTION published.keep_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('allimi.publication', NEW.number::text, true);
    UPDATE published.agency_past SET until = NEW.number WHERE until = 9223372036854775807;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_number AFTER INSERT ON published.publication
    FOR EACH ROW EXECUTE FUNCTION published.keep_number();

CREATE FUNCTION published.keep_agency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Agencies are named before the publication lock is taken: the number follows with it.
    INSERT INTO published.agency_past (code, until, names) VALUES (OLD.code,
        coalesce(nullif(current_setting('allimi.publication', true), '')::bigint, 9223372036854775807), OLD.names)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_past AFTER UPDATE ON published.agency
    FOR EACH ROW WHEN (OLD.names <> NEW.names) EXECUTE FUNCTION published.keep_agency();

CREATE FUNCTION published.keep_boundary_set() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO published.boundary_set_past (code, until) VALUES (NEW.code, published.coming())
        ON CONFLICT DO NOTHING;
    ELSE
        INSERT INTO published.boundary_set_past
            (code, until, names, valid_from, valid_to, source, licence, sketch, sample)
        VALUES (OLD.code, published.coming(), OLD.names, OLD.valid_from, OLD.valid_to, OLD.source, OLD.licence,
            OLD.sketch, OLD.sample)
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_past AFTER INSERT OR UPDATE OR DELETE ON published.boundary_set
    FOR EACH ROW EXECUTE FUNCTION published.keep_boundary_set();

CREATE FUNCTION published.keep_district() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO published.district_past (id, until, set_code, code, parent, level, names, valid_from, valid_to,
        boundary, label_point, area_m2)
    VALUES (OLD.id, published.coming(), OLD.set_code, OLD.code, OLD.parent, OLD.level, OLD.names, OLD.valid_from,
        OLD.valid_to, OLD.boundary, OLD.label_point, OLD.area_m2)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_past AFTER UPDATE OR DELETE ON published.district
    FOR EACH ROW EXECUTE FUNCTION published.keep_district();

CREATE FUNCTION published.keep_shares() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO published.district_share_past
        (project_id, version, district_id, until, set_code, measure, amount, share)
    SELECT o.project_id, o.version, o.district_id, n.number, d.set_code, o.measure, o.amount, o.share
    FROM gone AS o JOIN published.district AS d ON d.id = o.district_id
    CROSS JOIN (SELECT published.coming() AS number) AS n
    -- A purge deletes for good: its tombstone is there.
    WHERE NOT EXISTS (
        SELECT FROM published.purge AS t
        WHERE t.project_id = o.project_id AND t.version = o.version AND t.publication = n.number
    )
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_past AFTER DELETE ON published.district_share REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION published.keep_shares();
"""

BOXES = """
-- In a table of its own until it takes the place of the one before, so that readers go on meanwhile.
LOCK TABLE published.project_box IN SHARE ROW EXCLUSIVE MODE;
CREATE TABLE published.box_since (
    project_id text COLLATE "C" NOT NULL, box box NOT NULL, one_place point, other_place point, since bigint NOT NULL,
    CONSTRAINT box_since_pkey PRIMARY KEY (project_id)
);
INSERT INTO published.box_since (project_id, box, one_place, other_place, since)
SELECT b.project_id, b.box, b.one_place, b.other_place, v.publication
FROM published.project_box AS b JOIN published.project_now AS v ON v.project_id = b.project_id;
CREATE INDEX box_since_idx ON published.box_since
    USING gist (box) INCLUDE (project_id, one_place, other_place, since);
GRANT SELECT ON published.box_since TO allimi_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON published.box_since TO allimi_writer;
CREATE TABLE published.project_box_past (
    project_id text COLLATE "C" NOT NULL, since bigint NOT NULL, until bigint NOT NULL, box box NOT NULL,
    one_place point, other_place point, districts text[] COLLATE "C",
    CONSTRAINT project_box_past_pkey PRIMARY KEY (project_id, since)
);
INSERT INTO published.project_box_past (project_id, since, until, box)
SELECT v.project_id, v.publication, n.publication,
    box(point(ST_XMin(v.footprint), ST_YMin(v.footprint)), point(ST_XMax(v.footprint), ST_YMax(v.footprint)))
FROM published.project_version AS v
JOIN published.project_version AS n ON n.project_id = v.project_id AND n.version = v.version + 1
WHERE v.footprint IS NOT NULL AND NOT v.withdrawn;
CREATE INDEX project_box_past_idx ON published.project_box_past
    USING gist (box) INCLUDE (project_id, one_place, other_place, since, until);
DROP TABLE published.project_box;
ALTER TABLE published.box_since RENAME TO project_box;
ALTER INDEX published.box_since_pkey RENAME TO project_box_pkey;
ALTER INDEX published.box_since_idx RENAME TO project_box_idx;
"""

RIGHTS = """
GRANT SELECT ON published.agency_past, published.boundary_set_past, published.district_past,
    published.district_share_past, published.project_box_past TO allimi_reader;
GRANT SELECT, INSERT ON published.agency_past, published.boundary_set_past, published.district_past,
    published.district_share_past, published.project_box_past TO allimi_writer;
GRANT DELETE ON published.district_share_past, published.project_box_past TO allimi_writer;
GRANT UPDATE (until) ON published.agency_past TO allimi_writer;
"""

TAKEN_BACK = """
DROP TRIGGER keep_number ON published.publication;
DROP TRIGGER keep_past ON published.agency;
DROP TRIGGER keep_past ON published.boundary_set;
DROP TRIGGER keep_past ON published.district;
DROP TRIGGER keep_past ON published.district_share;
DROP FUNCTION published.keep_number, published.keep_agency, published.keep_boundary_set, published.keep_district,
    published.keep_shares, published.coming;
DROP TABLE published.project_box_past;
DROP INDEX published.project_box_idx;
ALTER TABLE published.project_box DROP COLUMN since;
CREATE INDEX project_box_idx ON published.project_box USING gist (box) INCLUDE (project_id, one_place, other_place);
"""


def upgrade() -> None:
    """Apply."""
    _index()
    _sets()
    _districts()
    _shares()
    op.execute(KEEPING)
    op.execute(BOXES)
    op.execute(RIGHTS)


def downgrade() -> None:
    """Take back, the earlier names, districts and shares included."""
    op.execute(TAKEN_BACK)
    for table in ("district_share_past", "district_past", "boundary_set_past", "agency_past"):
        op.drop_table(table, schema="published")
    op.drop_index("project_version_then_idx", "project_version", schema="published")


def _index() -> None:
    op.create_index(
        "project_version_then_idx",
        "project_version",
        ["footprint", "published"],
        schema="published",
        postgresql_using="gist",
        postgresql_where=sa.text(CLOSED),
    )


def _sets() -> None:
    op.create_table(
        "agency_past",
        _code("code"),
        _until(),
        _names(nullable=False),
        sa.PrimaryKeyConstraint("code", "until", name=op.f("agency_past_pkey")),
        schema="published",
    )
    op.create_table(
        "boundary_set_past",
        _code("code"),
        _until(),
        _names(nullable=True),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("valid_from", "valid_to")),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("source", "licence")),
        *(sa.Column(name, sa.Boolean(), nullable=True) for name in ("sketch", "sample")),
        sa.PrimaryKeyConstraint("code", "until", name=op.f("boundary_set_past_pkey")),
        schema="published",
    )


def _districts() -> None:
    op.create_geospatial_table(
        "district_past",
        _code("id"),
        _until(),
        _code("set_code"),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        _names(nullable=False),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("valid_from", "valid_to")),
        *(sa.Column(name, _geometry(kind), nullable=False) for name, kind in _SHAPES.items()),
        sa.Column("area_m2", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", "until", name=op.f("district_past_pkey")),
        schema="published",
    )


_SHAPES = {"boundary": "MULTIPOLYGON", "label_point": "POINT"}


def _shares() -> None:
    op.create_table(
        "district_share_past",
        _code("project_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        _code("district_id"),
        _until(),
        _code("set_code"),
        sa.Column("measure", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Double(), nullable=True) for name in ("amount", "share")),
        sa.PrimaryKeyConstraint("project_id", "version", "district_id", "until", name=op.f("district_share_past_pkey")),
        schema="published",
    )


def _code(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(collation="C"), nullable=False)


def _until() -> sa.Column[int]:
    return sa.Column("until", sa.BigInteger(), autoincrement=False, nullable=False)


def _names(*, nullable: bool) -> sa.Column[object]:
    return sa.Column("names", postgresql.JSONB(astext_type=sa.Text()), nullable=nullable)


def _geometry(kind: str) -> Geometry:
    return Geometry(
        geometry_type=kind,
        srid=4326,
        dimension=2,
        spatial_index=False,
        from_text="ST_GeomFromEWKT",
        name="geometry",
        nullable=False,
    )
