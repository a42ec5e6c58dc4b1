-- The cells of a tile and around it, of works that no cells are kept of: what stands behind FROM.
-- works   its braces take m (as map_shape)
-- chosen  the conditions on it
-- up      and by how many bits a cell of zoom 14 is shifted to be one of the tile's
-- reads   box, a (first, last, around)
(
    SELECT m.cell >> {up} AS cell, count(*) AS works, coalesce(sum(m.progress_actual), 0) * 1000000 AS progress_sum,
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
    WHERE m.shape && (SELECT wide FROM box)
        AND (m.cell >> {up} BETWEEN a.first AND a.last OR m.cell >> {up} = ANY (a.around)){chosen}
    GROUP BY m.cell >> {up}
) AS c
