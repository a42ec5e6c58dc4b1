-- Sum in cell_delta how the cells of zoom 14 change.
-- reads  temporary table moved
INSERT INTO cell_delta (zoom, cell, status, category, works, progress_sum, progress_count, sum_x, sum_y)
SELECT 14 AS zoom, cell, status, category, sum(sign) AS works, sum(sign * coalesce(progress, 0)) AS progress_sum,
    coalesce(sum(sign) FILTER (WHERE progress IS NOT NULL), 0) AS progress_count,
    sum(sign * anchor_x::bigint) AS sum_x, sum(sign * anchor_y::bigint) AS sum_y
FROM moved GROUP BY cell, status, category
