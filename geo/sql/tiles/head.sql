-- What every tile begins with: its state and its boxes.
-- $1 $2 $3  zoom, x and y of the tile, y to the south
-- $4        quad code of the tile, or of its ancestor at zoom 14; shifted by two bits it is that of the tile above
-- works     its braces take how many works have their anchor in the tile
-- box       and tiles/box
-- gives     state (number of the newest publication, generation, works), box
WITH state AS MATERIALIZED (
    SELECT (SELECT coalesce(max(number), 0) FROM published.publication) AS number,
        coalesce(max(CASE WHEN tile = $4::bigint THEN greatest(generation, below) ELSE below END), 0) AS generation,
        {works} AS works
    FROM generate_series(0, 28, 2) AS up
    CROSS JOIN LATERAL (SELECT * FROM published.map_tile AS t WHERE t.tile = $4::bigint >> up OFFSET 0) AS t
), box AS MATERIALIZED (
    {box}
)
