-- Where and when the published projects of each class of geometry lie.
SELECT geometry_class, ST_XMin(box) AS west, ST_YMin(box) AS south, ST_XMax(box) AS east, ST_YMax(box) AS north, starts, ends
FROM (
    SELECT coalesce(v.geometry_class, 'none') AS geometry_class, ST_Extent(v.footprint) AS box,
        min(coalesce(v.actual_start, v.planned_start)) AS starts, max(coalesce(v.actual_end, v.planned_end)) AS ends
    FROM published.project_now AS v
    GROUP BY 1
) AS e
