-- The cells of a tile and around it, with the works of some kinds: what stands behind FROM.
-- first, last, around  placeholders are put in their braces: quad codes of the tile's cells and of those around it
(
    SELECT k.cell, sum(k.works) AS works, sum(k.progress_sum) AS progress_sum, sum(k.progress_count) AS progress_count,
        sum(k.sum_x) AS sum_x, sum(k.sum_y) AS sum_y,
        coalesce(sum(k.works) FILTER (WHERE k.status = 'identification'), 0) AS identification,
        coalesce(sum(k.works) FILTER (WHERE k.status = 'preparation'), 0) AS preparation,
        coalesce(sum(k.works) FILTER (WHERE k.status = 'implementation'), 0) AS implementation,
        coalesce(sum(k.works) FILTER (WHERE k.status = 'completion'), 0) AS completion,
        coalesce(sum(k.works) FILTER (WHERE k.status = 'completed'), 0) AS completed,
        coalesce(sum(k.works) FILTER (WHERE k.status = 'cancelled'), 0) AS cancelled,
        coalesce(sum(k.works) FILTER (WHERE k.status = 'suspended'), 0) AS suspended,
        coalesce(sum(k.works) FILTER (WHERE k.status = ''), 0) AS not_entered
    FROM published.map_cell_kind AS k
    WHERE (k.cell BETWEEN {first}::bigint AND {last}::bigint OR k.cell = ANY ({around}::bigint[])){chosen}
    GROUP BY k.cell
) AS c
