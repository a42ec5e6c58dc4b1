-- Count the works whose anchor lies in a tile; a count that changes is a new generation.
-- number  publication number
-- reads   temporary table cell_delta (cell, works)
INSERT INTO published.map_tile AS t (tile, works, generation, below)
SELECT cell >> 10, sum(works), %(number)s, 0 FROM cell_delta GROUP BY cell >> 10
ON CONFLICT (tile) DO UPDATE SET works = t.works + excluded.works, generation = excluded.generation
