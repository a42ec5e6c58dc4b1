-- Many tiles of one zoom: each like the single tile that tiles/head begins, but with its number of works given.
-- $1 $2    zoom whose detail is drawn, zoom of the tiles, which is no deeper (said below: not every layer asks for $1)
-- $3       tiles as JSON: x, y to the south, works (anchors in it), and its cells: first, last, around (quad codes)
-- earlier  its braces take what stands before, or nothing
-- box      and tiles/box
-- layers   and the layers, which read state and box as in tiles/head, and a (the tile)
-- returns  x, y, tile (bytes, none where nothing is drawn)
{earlier}SELECT a.x, a.y, t.tile
FROM jsonb_to_recordset($3::jsonb)
    AS a (x integer, y integer, works bigint, first bigint, last bigint, around bigint[])
CROSS JOIN LATERAL (
    WITH state AS MATERIALIZED (
        SELECT a.works
    ), box AS MATERIALIZED (
        {box}
    )
    SELECT {layers} AS tile
) AS t
WHERE $1::integer >= $2::integer
