-- Keep where and when the projects of a publication can concern others.
-- reads  temporary table overlap_days, one row a project that has any ground of its own to be compared
-- ground  its braces take overlaps/ground
INSERT INTO published.overlap_site (
    project_id, since, title, start_on, end_on, soonest, latest, cuts, paves, distance, dimension, length, area, streets,
    road_class, shape
)
SELECT v.project_id, v.publication, v.title, d.start_on, d.end_on, d.soonest, d.latest, d.cuts, d.paves, d.distance,
    s.dimension, d.length, d.area, coalesce(r.streets, '{{}}'), r.road_class, s.shape
FROM overlap_days AS d
JOIN published.project_now AS v ON v.project_id = d.project_id
{ground}LEFT JOIN LATERAL (
    -- Of the roads that lie within 15 m, those of which at least 30 m do, or half of the work; the longest tells the class.
    SELECT array_agg(DISTINCT g.name COLLATE "C") FILTER (WHERE g.name IS NOT NULL) AS streets,
        (array_agg(g.class ORDER BY g.metres DESC, g.class) FILTER (WHERE g.class IS NOT NULL))[1] AS road_class
    FROM (
        SELECT o.name, o.class, sum(ST_Length(ST_Intersection(o.shape, n.strip)::geography)) AS metres
        FROM (
            SELECT ST_Buffer(s.shape::geography, 15)::geometry AS strip
            WHERE EXISTS (SELECT FROM published.road AS o WHERE o.shape && published.around(s.shape, 15)) OFFSET 0
        ) AS n
        JOIN published.road AS o ON o.shape && published.around(s.shape, 15) AND ST_Intersects(o.shape, n.strip)
        GROUP BY o.name, o.class
    ) AS g
    WHERE g.metres >= 30 OR g.metres >= d.length / 2
) AS r ON true
