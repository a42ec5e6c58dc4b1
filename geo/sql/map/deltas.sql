-- Temporary table of how the cells of zoom 14 change: exact sums of whole numbers, by status and category.
-- reads  temporary table moved
CREATE TEMPORARY TABLE cell_delta ON COMMIT DROP AS
SELECT 14 AS zoom, cell, status, category, sum(sign) AS works, sum(sign * coalesce(progress, 0)) AS progress_sum,
    coalesce(sum(sign) FILTER (WHERE progress IS NOT NULL), 0) AS progress_count,
    sum(sign * anchor_x::bigint) AS sum_x, sum(sign * anchor_y::bigint) AS sum_y
FROM moved GROUP BY cell, status, category
