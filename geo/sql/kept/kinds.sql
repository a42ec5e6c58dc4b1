-- Cells by status and category: those of zoom 14 hold the works that the map draws, others the cells below them.
SELECT cell, coalesce(status, '') AS status, coalesce(category, '') AS category, count(*)::integer AS works,
    sum(coalesce(progress_actual * 1000000, 0))::bigint AS progress_sum, count(progress_actual)::integer AS progress_count,
    sum(anchor_x)::bigint AS sum_x, sum(anchor_y)::bigint AS sum_y
FROM published.map_shape GROUP BY 1, 2, 3
UNION ALL
SELECT cell >> 2, status, category, sum(works)::integer, sum(progress_sum)::bigint, sum(progress_count)::integer,
    sum(sum_x)::bigint, sum(sum_y)::bigint
FROM published.map_cell_kind WHERE cell >> 2 >= 1 << 10 GROUP BY 1, 2, 3
