-- Where and when the published projects lie.
-- returns  west, south, east, north in CRS84 degrees; starts, ends as dates; null where nothing is known
SELECT ST_XMin(e.box) AS west, ST_YMin(e.box) AS south, ST_XMax(e.box) AS east, ST_YMax(e.box) AS north, starts, ends
FROM (
    SELECT ST_Extent(footprint) AS box, min(coalesce(actual_start, planned_start)) AS starts,
        max(coalesce(actual_end, planned_end)) AS ends
    FROM published.project_now
) AS e
