-- How much of each target's footprint lies in each district: square metres, metres or points, on the WGS 84 ellipsoid.
-- A collection of mixed geometries counts by its highest dimension. A point on a border belongs to the district whose
-- id comes first. A project without a footprint lies where its agency says.
-- target  its braces take the targets (project_id, version, footprint, declared_districts)
-- ground  its braces take footprints/ground
-- only    and what chooses among the districts d, nothing for all
-- parts   and the pieces of districts (district_id, part); districts: and these (id, set_code)
-- returns  the columns of published.district_share
WITH shaped AS MATERIALIZED (
    SELECT v.project_id, v.version, s.dimension, s.shape
    FROM {target} AS v
    {ground}    WHERE v.footprint IS NOT NULL
), mapped AS MATERIALIZED (
    SELECT shaped.*, CASE dimension WHEN 2 THEN ST_Area(shape::geography) WHEN 1 THEN ST_Length(shape::geography)
        ELSE ST_NumGeometries(shape) END AS whole
    FROM shaped
), hit AS MATERIALIZED (
    SELECT m.*, p.district_id, d.set_code, p.part, m.dimension > 0 AND ST_CoveredBy(m.shape, p.part) AS inside
    FROM mapped AS m
    JOIN {parts} AS p ON ST_Intersects(p.part, m.shape)
    JOIN {districts} AS d ON d.id = p.district_id
    {only}
), drawn AS (
    SELECT project_id, version, district_id, set_code, whole,
        CASE dimension WHEN 2 THEN 'area' ELSE 'length' END AS measure,
        sum(CASE
            WHEN inside THEN whole
            WHEN dimension = 2 THEN ST_Area(ST_Intersection(shape, part)::geography)
            ELSE ST_Length(ST_Intersection(shape, part)::geography) END) AS amount
    FROM hit WHERE dimension > 0
    GROUP BY project_id, version, district_id, set_code, whole, dimension
), placed AS (
    SELECT DISTINCT ON (h.project_id, h.version, h.set_code, point.path)
        h.project_id, h.version, h.district_id, h.whole
    FROM hit AS h
    CROSS JOIN LATERAL ST_Dump(h.shape) AS point
    WHERE h.dimension = 0 AND ST_Intersects(point.geom, h.part)
    ORDER BY h.project_id, h.version, h.set_code, point.path, h.district_id
)
SELECT project_id, version, district_id, measure, amount,
    -- A cut edge bends off the geodesic between its ends, so that the parts may measure a little more than the whole.
    amount / greatest(whole, sum(amount) OVER (PARTITION BY project_id, version, set_code)) AS share
FROM drawn WHERE amount > 0
UNION ALL
SELECT project_id, version, district_id, 'count', count(*), count(*) / whole FROM placed
GROUP BY project_id, version, district_id, whole
UNION ALL
SELECT t.project_id, t.version, d.id, 'declared', NULL, NULL
FROM {target} AS t
JOIN {districts} AS d ON d.id = ANY (t.declared_districts)
{only}
WHERE t.footprint IS NULL
