-- Put on the map what is drawn and not there, and note it in moved. What lies together is written together: a tile then
-- reads few pages.
-- reads  temporary tables drawn and moved
WITH come AS (
    INSERT INTO published.map_shape
    SELECT d.* FROM drawn AS d
    WHERE NOT EXISTS (SELECT FROM published.map_shape AS m WHERE m.project_id = d.project_id)
    ORDER BY d.cell, d.project_id
    RETURNING *
)
INSERT INTO moved (sign, cell, status, category, progress, anchor_x, anchor_y, west, south, east, north)
SELECT 1, cell, coalesce(status, ''), coalesce(category, ''), progress_actual * 1000000, anchor_x, anchor_y,
    ST_XMin(shape), ST_YMin(shape), ST_XMax(shape), ST_YMax(shape)
FROM come
