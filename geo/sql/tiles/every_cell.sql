-- The cells of a tile and around it, with all works: what stands behind FROM.
-- first, last, around  placeholders are put in their braces: quad codes of the tile's cells and of those around it
(
    SELECT * FROM published.map_cell
    WHERE cell BETWEEN {first}::bigint AND {last}::bigint OR cell = ANY ({around}::bigint[])
) AS c
