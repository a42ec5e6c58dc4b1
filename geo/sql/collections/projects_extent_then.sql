-- Where and when the projects lay that were published at an earlier publication.
-- $1       the class of geometry, or null for all
-- returns  as collections/projects_extent
SELECT e.west, e.south, e.east, e.north, e.starts, CASE WHEN e.ends < e.starts THEN e.starts ELSE e.ends END AS ends, e.classes
FROM (
    SELECT min(v.west) AS west, min(v.south) AS south, max(v.east) AS east, max(v.north) AS north,
        min(coalesce(v.actual_start, v.planned_start)) AS starts, max(coalesce(v.actual_end, v.planned_end)) AS ends,
        count(DISTINCT coalesce(v.geometry_class, 'none')) AS classes
    FROM published.project_brief AS v WHERE $1::text IS NULL OR v.geometry_class = $1
) AS e
