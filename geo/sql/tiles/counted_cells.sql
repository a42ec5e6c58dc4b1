-- The cells of a tile and around it, counted now, for what is not kept: what stands behind FROM.
-- works   its braces take m (as map_shape)
-- chosen  and the conditions on it
-- sums    what is told of them (tiles/sums)
-- reads   box
(
    SELECT {sums}
    FROM {works}
    CROSS JOIN (
        SELECT ST_XMin(wide) AS west, ST_YMin(wide) AS south, ST_XMax(wide) AS east, ST_YMax(wide) AS north,
            (ST_XMax(wide) - ST_XMin(wide)) / 34 AS size
        FROM box
    ) AS w
    WHERE m.shape && (SELECT wide FROM box) AND m.anchor_x BETWEEN w.west AND w.east
        AND m.anchor_y BETWEEN w.south AND w.north{chosen}
    GROUP BY floor((m.anchor_x - w.west) / w.size), floor((w.north - m.anchor_y) / w.size)
) AS c
