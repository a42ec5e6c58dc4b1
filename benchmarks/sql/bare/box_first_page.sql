-- The first page of 100 in a box with the count of all, from one scan. What its own box, kept in floats of 32 bits, shows
-- well inside needs no look at the footprint.
WITH hit AS MATERIALIZED (
    SELECT v.project_id FROM published.project_now AS v
    WHERE v.footprint && ST_MakeEnvelope(:west::float8, :south::float8, :east::float8, :north::float8, 4326)
        AND (v.footprint @ ST_Expand(ST_MakeEnvelope(:west::float8, :south::float8, :east::float8, :north::float8, 4326), -0.00004)
            OR ST_Intersects(v.footprint, ST_MakeEnvelope(:west::float8, :south::float8, :east::float8, :north::float8, 4326)))
), page AS MATERIALIZED (
    SELECT project_id FROM hit ORDER BY project_id LIMIT 100
)
SELECT (SELECT count(*) FROM hit) AS matched, v.project_id, {feature} AS feature
FROM page JOIN published.project_now AS v USING (project_id) JOIN published.agency AS a ON a.code = v.agency
ORDER BY v.project_id
