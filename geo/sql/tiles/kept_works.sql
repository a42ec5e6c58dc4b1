-- How many works have their anchor in a tile of zoom 0 to 14.
-- reads  map_tile
coalesce(max(works) FILTER (WHERE tile = $4::bigint), 0)
