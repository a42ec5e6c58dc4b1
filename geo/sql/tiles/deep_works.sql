-- How many works have their anchor in a tile deeper than zoom 14: counted in the cells of that zoom, which lie in it.
-- Where its ancestor of zoom 14 has no more than are drawn as shapes, the tile has no more either: that number will do.
-- kept         tiles/kept_works
-- most         works that are drawn as shapes
-- first, last  placeholders of their quad codes are put in their braces
-- reads        map_tile
CASE WHEN {kept} <= {most} THEN {kept}
    ELSE (SELECT coalesce(sum(c.works), 0) FROM published.map_cell AS c WHERE c.cell BETWEEN {first}::bigint AND {last}::bigint)
END
