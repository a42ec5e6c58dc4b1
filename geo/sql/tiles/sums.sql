-- What a cell tells of its works: their number, exact sums, and how many of them there are by status.
-- reads  m (as map_shape)
count(*) AS works, coalesce(sum(m.progress_actual), 0) * 1000000 AS progress_sum,
count(m.progress_actual) AS progress_count, sum(m.anchor_x::bigint) AS sum_x, sum(m.anchor_y::bigint) AS sum_y,
count(*) FILTER (WHERE m.status = 'identification') AS identification,
count(*) FILTER (WHERE m.status = 'preparation') AS preparation,
count(*) FILTER (WHERE m.status = 'implementation') AS implementation,
count(*) FILTER (WHERE m.status = 'completion') AS completion,
count(*) FILTER (WHERE m.status = 'completed') AS completed,
count(*) FILTER (WHERE m.status = 'cancelled') AS cancelled,
count(*) FILTER (WHERE m.status = 'suspended') AS suspended,
count(*) FILTER (WHERE m.status IS NULL) AS not_entered
