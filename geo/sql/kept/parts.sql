-- The first district that is not cut into the pieces that its boundary gives.
-- returns  district_id; at most one row
WITH kept AS MATERIALIZED (
    SELECT district_id, ST_AsBinary(part) AS part FROM published.district_part
), made AS MATERIALIZED (
    SELECT id, ST_AsBinary(ST_Subdivide(boundary, 64)) FROM published.district
)
SELECT district_id
FROM (
    (TABLE kept EXCEPT ALL TABLE made) UNION ALL (TABLE made EXCEPT ALL TABLE kept)
) AS d
ORDER BY 1 LIMIT 1
