-- How old a tile is.
-- $1       quad code of the tile, or of its ancestor at zoom 14; shifted by two bits it is that of the tile above
-- returns  number of the newest publication, generation of the tile
SELECT (SELECT coalesce(max(number), 0) FROM published.publication) AS number,
    coalesce(max(CASE WHEN tile = $1::bigint THEN greatest(generation, below) ELSE below END), 0) AS generation
FROM generate_series(0, 28, 2) AS up
CROSS JOIN LATERAL (SELECT * FROM published.map_tile AS t WHERE t.tile = $1::bigint >> up OFFSET 0) AS t
