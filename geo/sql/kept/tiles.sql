-- How many works have their anchor in a tile: those of its cells.
SELECT cell >> 10 AS tile, sum(works)::integer AS works FROM published.map_cell GROUP BY 1
