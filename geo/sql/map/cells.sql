-- Change the cells as cell_delta says.
INSERT INTO published.map_cell AS c (
    cell, works, progress_sum, progress_count, sum_x, sum_y, identification, preparation, implementation, completion,
    completed, cancelled, suspended, not_entered
)
SELECT cell, sum(works), sum(progress_sum), sum(progress_count), sum(sum_x), sum(sum_y),
    coalesce(sum(works) FILTER (WHERE status = 'identification'), 0),
    coalesce(sum(works) FILTER (WHERE status = 'preparation'), 0),
    coalesce(sum(works) FILTER (WHERE status = 'implementation'), 0),
    coalesce(sum(works) FILTER (WHERE status = 'completion'), 0),
    coalesce(sum(works) FILTER (WHERE status = 'completed'), 0),
    coalesce(sum(works) FILTER (WHERE status = 'cancelled'), 0),
    coalesce(sum(works) FILTER (WHERE status = 'suspended'), 0),
    coalesce(sum(works) FILTER (WHERE status = ''), 0)
FROM cell_delta GROUP BY cell ORDER BY cell
ON CONFLICT (cell) DO UPDATE SET works = c.works + excluded.works,
    progress_sum = c.progress_sum + excluded.progress_sum, progress_count = c.progress_count + excluded.progress_count,
    sum_x = c.sum_x + excluded.sum_x, sum_y = c.sum_y + excluded.sum_y,
    identification = c.identification + excluded.identification, preparation = c.preparation + excluded.preparation,
    implementation = c.implementation + excluded.implementation, completion = c.completion + excluded.completion,
    completed = c.completed + excluded.completed, cancelled = c.cancelled + excluded.cancelled,
    suspended = c.suspended + excluded.suspended, not_entered = c.not_entered + excluded.not_entered
