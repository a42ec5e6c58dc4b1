-- What every tile begins with: its state and its boxes.
-- $1 $2 $3  zoom, x and y of the tile, y to the south
-- $4        quad code of the tile, or of its ancestor at zoom 14; shifted by two bits it is that of the tile above
-- works     its braces take how many works have their anchor in the tile
-- gives     state (number of the newest publication, generation, works), box (tile, wide and reach in EPSG:3857, tile as
--           the box2d that ST_AsMVTGeom would else make of it for every shape; wide has the margin of a cell, 128 of the
--           tile's 4,096 units; reach is how far beyond it a shape goes that is not clipped)
WITH state AS MATERIALIZED (
    SELECT (SELECT coalesce(max(number), 0) FROM published.publication) AS number,
        coalesce(max(CASE WHEN tile = $4::bigint THEN greatest(generation, below) ELSE below END), 0) AS generation,
        {works} AS works
    FROM generate_series(0, 28, 2) AS up
    CROSS JOIN LATERAL (SELECT * FROM published.map_tile AS t WHERE t.tile = $4::bigint >> up OFFSET 0) AS t
), box AS MATERIALIZED (
    SELECT ST_TileEnvelope($1::integer, $2::integer, $3::integer)::box2d AS tile,
        ST_TileEnvelope($1::integer, $2::integer, $3::integer, margin => 0.03125) AS wide,
        ST_TileEnvelope($1::integer, $2::integer, $3::integer, margin => 0.9) AS reach
)
