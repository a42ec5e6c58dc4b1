-- How many works have their anchor in each tile of zoom 16, where there are any: from the cells of zoom 14, 64 in each.
-- returns  tile (quad code), works
SELECT cell >> 6 AS tile, sum(works)::bigint AS works FROM published.map_cell
WHERE cell >= 1::bigint << 38
GROUP BY cell >> 6
