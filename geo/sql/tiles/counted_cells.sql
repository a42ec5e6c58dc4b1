-- The cells of a tile and around it, counted now, for what is not kept: what stands behind FROM.
-- works   its braces take m (as map_shape)
-- chosen  and the conditions on it
-- reads   box
(
    SELECT count(*) AS works, coalesce(sum(m.progress_actual), 0) * 1000000 AS progress_sum,
        count(m.progress_actual) AS progress_count, sum(m.anchor_x::bigint) AS sum_x, sum(m.anchor_y::bigint) AS sum_y,
        count(*) FILTER (WHERE m.status = 'identification') AS identification,
        count(*) FILTER (WHERE m.status = 'preparation') AS preparation,
        count(*) FILTER (WHERE m.status = 'implementation') AS implementation,
        count(*) FILTER (WHERE m.status = 'completion') AS completion,
        count(*) FILTER (WHERE m.status = 'completed') AS completed,
        count(*) FILTER (WHERE m.status = 'cancelled') AS cancelled,
        count(*) FILTER (WHERE m.status = 'suspended') AS suspended,
        count(*) FILTER (WHERE m.status IS NULL) AS not_entered
    FROM {works}
    CROSS JOIN (
        SELECT ST_XMin(wide) AS west, ST_YMin(wide) AS south, ST_XMax(wide) AS east, ST_YMax(wide) AS north,
            (ST_XMax(tile) - ST_XMin(tile)) / 32 AS size
        FROM box
    ) AS w
    WHERE m.shape && (SELECT wide FROM box) AND m.anchor_x BETWEEN w.west AND w.east
        AND m.anchor_y BETWEEN w.south AND w.north{chosen}
    GROUP BY floor((m.anchor_x - w.west) / w.size), floor((w.north - m.anchor_y) / w.size)
) AS c
