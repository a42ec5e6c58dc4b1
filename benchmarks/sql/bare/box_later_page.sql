-- A later page of a box, behind a key; what lies well inside by its own box needs no look at the footprint.
SELECT v.project_id, {feature} AS feature
FROM published.project_now AS v JOIN published.agency AS a ON a.code = v.agency
WHERE v.footprint && ST_MakeEnvelope(:west::float8, :south::float8, :east::float8, :north::float8, 4326)
    AND (v.footprint @ ST_Expand(ST_MakeEnvelope(:west::float8, :south::float8, :east::float8, :north::float8, 4326), -0.00004)
        OR ST_Intersects(v.footprint, ST_MakeEnvelope(:west::float8, :south::float8, :east::float8, :north::float8, 4326)))
    AND v.project_id > 'P' || lpad(:after::text, 7, '0')
ORDER BY v.project_id LIMIT :limit
