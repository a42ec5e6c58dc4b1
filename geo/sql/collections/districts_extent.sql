-- Where the districts lie.
-- returns  west, south, east, north in CRS84 degrees; null where there are none
SELECT ST_XMin(e.box) AS west, ST_YMin(e.box) AS south, ST_XMax(e.box) AS east, ST_YMax(e.box) AS north
FROM (SELECT ST_Extent(boundary) AS box FROM published.district AS d) AS e
