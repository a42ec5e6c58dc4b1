-- What a tile of an earlier publication begins with: its boxes.
-- $1 $2 $3  zoom, x and y of the tile, y to the south
-- gives     box (tile, wide and reach in EPSG:3857 as in tiles/head, place: wide as far as it lies in the square, EPSG:4326)
WITH box AS MATERIALIZED (
    SELECT e.tile, e.wide, e.reach, ST_Transform(ST_MakeEnvelope(
        greatest(ST_XMin(e.wide), -20037508.34), greatest(ST_YMin(e.wide), -20037508.34),
        least(ST_XMax(e.wide), 20037508.34), least(ST_YMax(e.wide), 20037508.34), 3857), 4326) AS place
    FROM (
        SELECT ST_TileEnvelope($1::integer, $2::integer, $3::integer) AS tile,
            ST_TileEnvelope($1::integer, $2::integer, $3::integer, margin => 0.03125) AS wide,
            ST_TileEnvelope($1::integer, $2::integer, $3::integer, margin => 0.9) AS reach
    ) AS e
)
