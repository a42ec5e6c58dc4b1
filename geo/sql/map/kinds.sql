-- Change the cells by status and category as cell_delta says.
INSERT INTO published.map_cell_kind AS k
    (cell, status, category, works, progress_sum, progress_count, sum_x, sum_y)
SELECT cell, status, category, works, progress_sum, progress_count, sum_x, sum_y
FROM cell_delta
WHERE works <> 0 OR progress_sum <> 0 OR progress_count <> 0 OR sum_x <> 0 OR sum_y <> 0
ORDER BY cell, status, category
ON CONFLICT (cell, status, category) DO UPDATE SET works = k.works + excluded.works,
    progress_sum = k.progress_sum + excluded.progress_sum, progress_count = k.progress_count + excluded.progress_count,
    sum_x = k.sum_x + excluded.sum_x, sum_y = k.sum_y + excluded.sum_y
