"""Works that come near each other: what is compared, what is found, and the rules in force."""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0012"
branch_labels = None
depends_on = None

_FOUND = """
    one_id text COLLATE "C" NOT NULL, other_id text COLLATE "C" NOT NULL, since bigint NOT NULL,
    id text COLLATE "C" NOT NULL, kind text COLLATE "C" NOT NULL, also text[] COLLATE "C" NOT NULL,
    relation text NOT NULL, distance double precision NOT NULL, shared_length double precision NOT NULL,
    shared_area double precision NOT NULL, bearing_gap double precision, road_class text, days_shared integer NOT NULL,
    gap_days integer, joint_start date, joint_end date, period_start date, period_end date, lead_id text,
    lead_reason text, exception text, score numeric NOT NULL, currency text NOT NULL, likelihood numeric NOT NULL,
    terms jsonb NOT NULL, agencies text[] COLLATE "C" NOT NULL, categories text[] COLLATE "C" NOT NULL,
    districts text[] COLLATE "C" NOT NULL, sample boolean NOT NULL, ground geometry(Geometry, 4326) NOT NULL
"""

TABLES = f"""
CREATE FUNCTION published.around(shape geometry, metres double precision) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ST_Expand(
    shape,
    metres / (111319 * greatest(cos(radians(greatest(abs(ST_YMin(shape)), abs(ST_YMax(shape))) + 0.01)), 0.001)),
    metres / 110570
);
COMMENT ON FUNCTION published.around(geometry, double precision) IS
    'A box (EPSG:4326) in which all lies that comes within so many metres of a shape, and a little more';
CREATE TABLE published.overlap_site (
    project_id text COLLATE "C" NOT NULL, since bigint NOT NULL, title text NOT NULL, start_on date, end_on date,
    soonest date, latest date, cuts boolean NOT NULL, paves boolean NOT NULL, distance double precision NOT NULL,
    dimension smallint NOT NULL, length double precision NOT NULL, area double precision NOT NULL,
    streets text[] COLLATE "C" NOT NULL, road_class text, crowded boolean NOT NULL DEFAULT false,
    shape geometry(Geometry, 4326) NOT NULL,
    CONSTRAINT overlap_site_pkey PRIMARY KEY (project_id)
);
CREATE INDEX overlap_site_idx ON published.overlap_site USING gist (shape);
CREATE TABLE published.overlap ({_FOUND}, CONSTRAINT overlap_pkey PRIMARY KEY (one_id, other_id));
CREATE UNIQUE INDEX overlap_id_key ON published.overlap (id);
CREATE INDEX overlap_other_id_idx ON published.overlap (other_id);
CREATE INDEX overlap_score_idx ON published.overlap (score DESC NULLS LAST, id);
CREATE INDEX overlap_agencies_idx ON published.overlap USING gin (agencies);
CREATE INDEX overlap_districts_idx ON published.overlap USING gin (districts);
CREATE INDEX overlap_ground_idx ON published.overlap USING gist (ground);
CREATE TABLE published.overlap_past (
    {_FOUND}, until bigint NOT NULL, CONSTRAINT overlap_past_pkey PRIMARY KEY (one_id, other_id, since)
);
CREATE INDEX overlap_past_until_idx ON published.overlap_past (until, since);
CREATE INDEX overlap_past_other_id_idx ON published.overlap_past (other_id);
CREATE INDEX overlap_past_agencies_idx ON published.overlap_past USING gin (agencies);
CREATE INDEX overlap_past_districts_idx ON published.overlap_past USING gin (districts);
CREATE TABLE published.overlap_rules (
    publication bigint NOT NULL, rules jsonb NOT NULL, fingerprint text NOT NULL, shipped boolean NOT NULL,
    CONSTRAINT overlap_rules_pkey PRIMARY KEY (publication)
);
GRANT SELECT ON published.overlap_site, published.overlap, published.overlap_past, published.overlap_rules
    TO allimi_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON published.overlap_site, published.overlap, published.overlap_rules
    TO allimi_writer;
GRANT SELECT, INSERT, DELETE ON published.overlap_past TO allimi_writer;
GRANT EXECUTE ON FUNCTION published.around(geometry, double precision) TO allimi_reader, allimi_writer;
"""


def upgrade() -> None:
    """Apply; the works that are published already are compared in the next publication."""
    op.execute(TABLES)


def downgrade() -> None:
    """Take back."""
    for table in ("overlap_rules", "overlap_past", "overlap", "overlap_site"):
        op.drop_table(table, schema="published")
    op.execute("DROP FUNCTION published.around(geometry, double precision)")
