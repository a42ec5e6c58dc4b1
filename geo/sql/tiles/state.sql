-- How old a tile is.
-- $1       quad codes of the tile, or its ancestor at zoom 14, and of all above it; its own first
-- returns  number of the newest publication, generation of the tile
SELECT (SELECT coalesce(max(number), 0) FROM published.publication) AS number,
    coalesce(max(CASE WHEN tile = ($1::bigint[])[1] THEN greatest(generation, below) ELSE below END), 0) AS generation
FROM unnest($1::bigint[]) AS l (code)
CROSS JOIN LATERAL (SELECT * FROM published.map_tile AS t WHERE t.tile = l.code OFFSET 0) AS t
