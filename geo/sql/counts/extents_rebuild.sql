-- Find anew where and when the published projects of each class lie, for the classes that are not known and that the
-- counters have projects of: these are kept before.
WITH sought AS MATERIALIZED (
    SELECT class.name FROM (VALUES ('point'), ('line'), ('area'), ('mixed'), ('none')) AS class (name)
    WHERE NOT EXISTS (SELECT FROM published.project_extent AS known WHERE known.geometry_class = class.name)
        AND EXISTS (
            SELECT FROM published.project_count AS k
            WHERE k.geometry_class = class.name AND k.attribute = 'all' AND k.projects > 0
        )
)
INSERT INTO published.project_extent (geometry_class, west, south, east, north, starts, ends)
SELECT sought.name, ST_XMin(e.box), ST_YMin(e.box), ST_XMax(e.box), ST_YMax(e.box), e.starts, e.ends
FROM sought
CROSS JOIN LATERAL (
    SELECT count(*) AS projects, ST_Extent(v.footprint) AS box,
        min(coalesce(v.actual_start, v.planned_start)) AS starts, max(coalesce(v.actual_end, v.planned_end)) AS ends
    FROM published.project_now AS v
    WHERE v.geometry_class = sought.name OR sought.name = 'none' AND v.geometry_class IS NULL
) AS e
WHERE e.projects > 0
