-- Stretch the extents over the versions of this publication.
-- number  publication number
UPDATE published.project_extent AS known SET
    west = least(known.west, ST_XMin(e.box)), south = least(known.south, ST_YMin(e.box)),
    east = greatest(known.east, ST_XMax(e.box)), north = greatest(known.north, ST_YMax(e.box)),
    starts = least(known.starts, e.starts), ends = greatest(known.ends, e.ends)
FROM (
    SELECT coalesce(v.geometry_class, 'none') AS geometry_class, ST_Extent(v.footprint) AS box,
        min(coalesce(v.actual_start, v.planned_start)) AS starts, max(coalesce(v.actual_end, v.planned_end)) AS ends
    FROM published.project_version AS v WHERE v.publication = %(number)s AND NOT v.withdrawn
    GROUP BY 1
) AS e
WHERE e.geometry_class = known.geometry_class
