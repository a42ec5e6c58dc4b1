-- How many works have their anchor in a tile of zoom 15 to 19: it is a cell of a tile five zooms above.
-- code   the placeholder of its quad code is put in its braces
-- reads  map_cell
coalesce((SELECT c.works FROM published.map_cell AS c WHERE c.cell = {code}::bigint), 0)
