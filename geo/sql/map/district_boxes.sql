-- Note in moved where the districts of one set are drawn.
-- set    the boundary set's code
-- reads  temporary table moved
INSERT INTO moved (sign, cell, status, category, anchor_x, anchor_y, west, south, east, north)
SELECT 0, row_number() OVER (), '', '', 0, 0, ST_XMin(shape), ST_YMin(shape), ST_XMax(shape), ST_YMax(shape)
FROM published.map_district WHERE set_code = %(set)s
