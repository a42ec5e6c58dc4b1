-- Where and when works concern each other.
-- returns  west, south, east, north in CRS84 degrees; starts, ends as dates; null where nothing is known; pairs: how many
SELECT ST_XMin(e.box) AS west, ST_YMin(e.box) AS south, ST_XMax(e.box) AS east, ST_YMax(e.box) AS north, e.starts, e.ends,
    e.pairs
FROM (
    SELECT ST_Extent(o.ground) AS box, min(o.period_start) AS starts, max(o.period_end) AS ends, count(*) AS pairs
    FROM published.overlap AS o
) AS e
