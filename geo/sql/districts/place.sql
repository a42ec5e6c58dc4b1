-- Districts that a reader may mean: by public id, or by code alone.
-- $1       the id (set.code) or the code
-- returns  id, code, names, set_code, set_names, sketch, sample,
--          west, south, east, north (CRS84 degrees; the west above the east over the antimeridian)
SELECT d.id, d.code, d.names, d.set_code, b.names AS set_names, b.sketch, b.sample,
    ST_XMin(v.shape) AS west, ST_YMin(v.shape) AS south,
    ST_XMax(v.shape) - CASE WHEN ST_XMax(v.shape) > 180 THEN 360 ELSE 0 END AS east, ST_YMax(v.shape) AS north
FROM published.district AS d JOIN published.boundary_set AS b ON b.code = d.set_code
CROSS JOIN LATERAL (
    SELECT CASE WHEN ST_XMax(d.boundary) - ST_XMin(d.boundary) > 180 THEN ST_ShiftLongitude(d.boundary) ELSE d.boundary
        END AS shape
) AS v
WHERE d.id = $1 OR d.code = $1
ORDER BY d.id
