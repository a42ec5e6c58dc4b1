-- Where and when the published projects lie: of all classes of geometry, or of one. A work whose end lies before its start
-- takes place when it starts.
-- $1       the class, or null for all
-- returns  west, south, east, north in CRS84 degrees; starts, ends as dates; null where nothing is known;
--          classes: how many classes have projects
SELECT min(west) AS west, min(south) AS south, max(east) AS east, max(north) AS north, min(starts) AS starts,
    CASE WHEN max(ends) < min(starts) THEN min(starts) ELSE max(ends) END AS ends, count(*) AS classes
FROM published.project_extent WHERE $1::text IS NULL OR geometry_class = $1
