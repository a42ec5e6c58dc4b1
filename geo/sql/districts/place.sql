-- Districts that a reader may mean: by public id, or by code alone.
-- $1       the id (set.code) or the code
-- returns  id, code, names, set_code, set_names, sketch, sample,
--          west, south, east, north (CRS84 degrees)
SELECT d.id, d.code, d.names, d.set_code, b.names AS set_names, b.sketch, b.sample,
    ST_XMin(d.boundary) AS west, ST_YMin(d.boundary) AS south, ST_XMax(d.boundary) AS east, ST_YMax(d.boundary) AS north
FROM published.district AS d JOIN published.boundary_set AS b ON b.code = d.set_code
WHERE d.id = $1 OR d.code = $1
ORDER BY d.id
