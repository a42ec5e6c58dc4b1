-- Boxes of footprints, each for as long as it was shown instead of once for each version; they take the place of those of
-- versions at the end, so that readers go on meanwhile. Districts of past boxes are not kept: briefs of closed versions
-- have them.
LOCK TABLE published.project_box, published.project_box_past IN SHARE ROW EXCLUSIVE MODE;
CREATE TABLE published.box_shown (
    project_id text COLLATE "C" NOT NULL, since bigint NOT NULL, box box NOT NULL, one_place point, other_place point
);
CREATE TABLE published.box_shown_past (
    project_id text COLLATE "C" NOT NULL, since bigint NOT NULL, until bigint NOT NULL, box box NOT NULL,
    one_place point, other_place point
);
CREATE TEMPORARY TABLE box_span ON COMMIT DROP AS
SELECT v.project_id, v.since, v.until,
    box(point(ST_XMin(v.footprint), ST_YMin(v.footprint)), point(ST_XMax(v.footprint), ST_YMax(v.footprint))) AS box,
    (CASE v.geometry_class WHEN 'point' THEN p.one WHEN 'line' THEN ST_StartPoint(p.one)
        WHEN 'area' THEN ST_StartPoint(p.ring) END)::point AS one_place,
    (CASE v.geometry_class WHEN 'point' THEN p.other WHEN 'line' THEN ST_EndPoint(p.other)
        WHEN 'area' THEN ST_PointN(p.ring, ST_NPoints(p.ring) / 2) END)::point AS other_place
FROM (
    SELECT c.project_id, c.publication AS since, lead(c.publication) OVER later AS until, c.footprint, c.geometry_class
    FROM (
        SELECT w.project_id, w.version, w.publication, w.geometry_class, s.footprint,
            s.footprint IS DISTINCT FROM lag(s.footprint) OVER (PARTITION BY w.project_id ORDER BY w.version) AS begins
        FROM published.project_version AS w
        CROSS JOIN LATERAL (SELECT CASE WHEN NOT w.withdrawn THEN w.footprint END AS footprint) AS s
    ) AS c
    WHERE c.begins
    WINDOW later AS (PARTITION BY c.project_id ORDER BY c.version)
) AS v
CROSS JOIN LATERAL (
    SELECT ST_GeometryN(v.footprint, 1) AS one, ST_GeometryN(v.footprint, ST_NumGeometries(v.footprint)) AS other,
        ST_ExteriorRing(ST_GeometryN(v.footprint, 1)) AS ring
) AS p
WHERE v.footprint IS NOT NULL;
INSERT INTO published.box_shown (project_id, since, box, one_place, other_place)
SELECT b.project_id, b.since, b.box, b.one_place, b.other_place FROM box_span AS b WHERE b.until IS NULL;
INSERT INTO published.box_shown_past (project_id, since, until, box, one_place, other_place)
SELECT b.project_id, b.since, b.until, b.box, b.one_place, b.other_place FROM box_span AS b WHERE b.until IS NOT NULL;
ALTER TABLE published.box_shown ADD CONSTRAINT box_shown_pkey PRIMARY KEY (project_id);
ALTER TABLE published.box_shown_past ADD CONSTRAINT box_shown_past_pkey PRIMARY KEY (project_id, since);
CREATE INDEX box_shown_idx ON published.box_shown USING gist (box) INCLUDE (project_id, one_place, other_place, since);
CREATE INDEX box_shown_past_idx ON published.box_shown_past
    USING gist (box) INCLUDE (project_id, one_place, other_place, since, until);
GRANT SELECT ON published.box_shown, published.box_shown_past TO allimi_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON published.box_shown TO allimi_writer;
GRANT SELECT, INSERT, DELETE ON published.box_shown_past TO allimi_writer;
ANALYZE published.box_shown, published.box_shown_past;
DROP TABLE published.project_box, published.project_box_past;
ALTER TABLE published.box_shown RENAME TO project_box;
ALTER TABLE published.box_shown_past RENAME TO project_box_past;
ALTER INDEX published.box_shown_pkey RENAME TO project_box_pkey;
ALTER INDEX published.box_shown_past_pkey RENAME TO project_box_past_pkey;
ALTER INDEX published.box_shown_idx RENAME TO project_box_idx;
ALTER INDEX published.box_shown_past_idx RENAME TO project_box_past_idx;
