-- The works that are published with a place and that are compared with nothing, and why: `crowded` where so many are said to
-- be at one place that it is nobody's, `coarse` where the place is told coarsely, `too-detailed` where it has too many
-- vertices.
-- $1 $2  those near a footprint (WKB, EPSG:4326; metres), or null; $3: that of a project's id, or null; $4: how many at most
-- returns  id, reason
SELECT w.id, w.reason FROM (
    SELECT s.project_id AS id, 'crowded' AS reason FROM published.overlap_site AS s
    WHERE s.crowded AND ($3::text IS NULL OR s.project_id = $3)
        AND ($1::bytea IS NULL OR s.shape && published.around(ST_GeomFromWKB($1, 4326), $2::float8))
    UNION ALL
    SELECT o.project_id, o.reason FROM published.overlap_left_out AS o
    WHERE ($3::text IS NULL OR o.project_id = $3)
        AND ($1::bytea IS NULL OR o.place && published.around(ST_GeomFromWKB($1, 4326), $2::float8))
) AS w
ORDER BY w.id LIMIT $4
