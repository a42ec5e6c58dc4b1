-- The works along a way, in the order in which one comes to them. What is on site goes on until today at least, whatever
-- was planned.
-- $1 the way (WKB, EPSG:4326), $2 metres beside it, $3 first day or null, $4 last day or null, $5 most rows, $6 today
-- Gives id, title, agency, status, category, days, metres from the way and from its beginning, geometry as GeoJSON text,
-- and how many there are.
WITH way AS MATERIALIZED (
    SELECT g AS line, ST_Length(g::geography) AS length, published.around(g, $2::float8) AS box
    FROM ST_GeomFromWKB($1::bytea, 4326) AS g
), near AS (
    SELECT v.project_id, v.title, v.agency, v.status, v.category, v.footprint,
        coalesce(v.actual_start, v.planned_start) AS start, coalesce(v.actual_end, v.planned_end) AS "end",
        ST_Distance(v.footprint::geography, w.line::geography) AS beside, w.line, w.length
    FROM way AS w JOIN published.project_now AS v ON v.footprint && w.box
    WHERE v.status IS DISTINCT FROM 'cancelled'
        AND ($3::date IS NULL OR coalesce(v.actual_end, CASE
            WHEN v.status IN ('implementation', 'suspended') THEN greatest(coalesce(v.planned_end, 'infinity'), $6::date)
            ELSE v.planned_end
        END, 'infinity') >= $3)
        AND ($4::date IS NULL OR coalesce(v.actual_start, v.planned_start, '-infinity') <= $4)
)
SELECT project_id AS id, title, agency, status, category, start, "end", beside,
    ST_LineLocatePoint(line, ST_ClosestPoint(line, footprint)) * length AS reached,
    ST_AsGeoJSON(footprint, 7) AS geometry, count(*) OVER () AS matched
FROM near WHERE beside <= $2::float8
ORDER BY reached, id
LIMIT $5
