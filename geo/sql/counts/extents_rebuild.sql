-- Find anew where and when the published projects of each class lie, for the classes that are not known.
-- Which classes there are at all is known from the counts: those of this publication are made.
INSERT INTO published.project_extent (geometry_class, west, south, east, north, starts, ends)
SELECT class.name, ST_XMin(e.box), ST_YMin(e.box), ST_XMax(e.box), ST_YMax(e.box), e.starts, e.ends
FROM (VALUES ('point'), ('line'), ('area'), ('mixed'), ('none')) AS class (name)
CROSS JOIN LATERAL (
    SELECT count(*) AS projects, ST_Extent(v.footprint) AS box,
        min(coalesce(v.actual_start, v.planned_start)) AS starts, max(coalesce(v.actual_end, v.planned_end)) AS ends
    FROM published.project_now AS v
    WHERE v.geometry_class = class.name OR class.name = 'none' AND v.geometry_class IS NULL
) AS e
WHERE e.projects > 0
    AND EXISTS (
        SELECT FROM published.project_count AS k
        WHERE k.geometry_class = class.name AND k.attribute = 'all' AND k.code = '' AND k.projects > 0
    )
    AND NOT EXISTS (SELECT FROM published.project_extent AS known WHERE known.geometry_class = class.name)
