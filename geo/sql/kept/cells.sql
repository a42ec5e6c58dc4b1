-- Cells: those by status and category, summed.
SELECT cell, sum(works)::integer AS works, sum(progress_sum)::bigint AS progress_sum,
    sum(progress_count)::integer AS progress_count, sum(sum_x)::bigint AS sum_x, sum(sum_y)::bigint AS sum_y,
    coalesce(sum(works) FILTER (WHERE status = 'identification'), 0)::integer AS identification,
    coalesce(sum(works) FILTER (WHERE status = 'preparation'), 0)::integer AS preparation,
    coalesce(sum(works) FILTER (WHERE status = 'implementation'), 0)::integer AS implementation,
    coalesce(sum(works) FILTER (WHERE status = 'completion'), 0)::integer AS completion,
    coalesce(sum(works) FILTER (WHERE status = 'completed'), 0)::integer AS completed,
    coalesce(sum(works) FILTER (WHERE status = 'cancelled'), 0)::integer AS cancelled,
    coalesce(sum(works) FILTER (WHERE status = 'suspended'), 0)::integer AS suspended,
    coalesce(sum(works) FILTER (WHERE status = ''), 0)::integer AS not_entered
FROM published.map_cell_kind GROUP BY cell
