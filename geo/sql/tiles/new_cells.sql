-- The cells of a tile and around it, of works that no cells are kept of: what stands behind FROM.
-- works   its braces take m (as map_shape)
-- chosen  the conditions on it
-- up      and by how many bits a cell of zoom 14 is shifted to be one of the tile's
-- sums    what is told of them (tiles/sums)
-- reads   box, a (first, last, around)
(
    SELECT m.cell >> {up} AS cell, {sums}
    FROM {works}
    WHERE m.shape && (SELECT wide FROM box)
        AND (m.cell >> {up} BETWEEN a.first AND a.last OR m.cell >> {up} = ANY (a.around)){chosen}
    GROUP BY m.cell >> {up}
) AS c
