-- The boxes of a tile, the same in every statement that draws one: what box stands for.
-- zoom, x, y  SQL that gives them is put in their braces, y to the south
-- gives       tile (in EPSG:3857, as the box2d that ST_AsMVTGeom would else make of it for every shape), wide (with the
--             margin of a cell, 128 of the tile's 4,096 units), reach (how far beyond it a shape goes that is not clipped),
--             west and north (of the tile), scale (its units in one of EPSG:3857)
-- OFFSET 0 keeps an envelope from being computed once for every use of it.
SELECT e.tile::box2d AS tile, e.wide, e.reach, ST_XMin(e.tile) AS west, ST_YMax(e.tile) AS north,
    4096 / (ST_XMax(e.tile) - ST_XMin(e.tile)) AS scale
FROM (
    SELECT ST_TileEnvelope({zoom}, {x}, {y}) AS tile, ST_TileEnvelope({zoom}, {x}, {y}, margin => 0.03125) AS wide,
        ST_TileEnvelope({zoom}, {x}, {y}, margin => 0.9) AS reach
    OFFSET 0
) AS e
