-- The first page of 100 of the works under way in a triangle that end after a date and cost more than an amount, with
-- the count of all, from one scan.
WITH asked AS MATERIALIZED (
    SELECT ST_SetSRID(ST_MakePolygon(ST_MakeLine(ARRAY[
        ST_MakePoint(:west::float8, :south::float8), ST_MakePoint(:east::float8, :south::float8),
        ST_MakePoint(:east::float8, :north::float8), ST_MakePoint(:west::float8, :south::float8)])), 4326) AS triangle
), hit AS MATERIALIZED (
    SELECT v.project_id FROM published.project_now AS v
    WHERE ST_Intersects(v.footprint, (SELECT triangle FROM asked))
        AND v.status = 'implementation' AND v.planned_end >= '2024-06-01' AND v.budget > 1000000000
), page AS MATERIALIZED (
    SELECT project_id FROM hit ORDER BY project_id LIMIT 100
)
SELECT (SELECT count(*) FROM hit) AS matched, v.project_id, {feature} AS feature
FROM page JOIN published.project_now AS v USING (project_id) JOIN published.agency AS a ON a.code = v.agency
ORDER BY v.project_id
