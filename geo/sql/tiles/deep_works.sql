-- How many works have their anchor in a tile deeper than zoom 14: counted in the cells of that zoom, which lie in it.
-- first, last  placeholders of their quad codes are put in their braces
(SELECT coalesce(sum(c.works), 0) FROM published.map_cell AS c WHERE c.cell BETWEEN {first}::bigint AND {last}::bigint)
