-- The districts of one boundary set.
-- $1       the boundary set's code
-- returns  id, code, names, parent, level, label_lon, label_lat (CRS84 degrees), by code
SELECT id, code, names, parent, level, ST_X(label_point) AS label_lon, ST_Y(label_point) AS label_lat
FROM published.district AS d WHERE set_code = $1 ORDER BY code
