-- About how many works have their anchor in a box, and how many there are on the map.
-- $1            zoom of the tiles
-- $2 $3 $4      lists of the same length: x and y of a tile, and how much of it lies in the box (0 to 1)
-- returns  works, all_works
SELECT
    coalesce((
        SELECT sum(t.works * w.share) FROM unnest($2::integer[], $3::integer[], $4::float8[]) AS w (x, y, share)
        JOIN published.map_tile AS t ON t.tile = published.quad_code($1::integer, w.x, w.y)
    ), 0)::float8 AS works,
    coalesce((SELECT works FROM published.map_tile WHERE tile = 1), 0) AS all_works
