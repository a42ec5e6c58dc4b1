-- Add to cell_delta how the cells of a zoom change: those of the zoom below it, four by four.
-- zoom  from 13 down to 0
INSERT INTO cell_delta
SELECT %(zoom)s, cell >> 2, status, category, sum(works), sum(progress_sum), sum(progress_count), sum(sum_x), sum(sum_y)
FROM cell_delta WHERE zoom = %(zoom)s + 1
GROUP BY cell >> 2, status, category
