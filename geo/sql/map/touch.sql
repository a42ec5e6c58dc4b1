-- Give the tiles on which something moved the new generation.
-- A box is marked on every zoom on which it lies in few tiles (4 by 4 at most), with a margin of one cell, as wide as
-- the margin of a tile. Where it is too large for zoom 14 it is marked once for all tiles below those.
-- number  publication number
-- reads   temporary table moved (cell, sign, west, south, east, north)
WITH boxed AS (
    SELECT (min(west) + 20037508.342789244) / 40075016.685578488 AS west,
        (20037508.342789244 - max(north)) / 40075016.685578488 AS north,
        (max(east) + 20037508.342789244) / 40075016.685578488 AS east,
        (20037508.342789244 - min(south)) / 40075016.685578488 AS south
    FROM moved GROUP BY cell, sign
), levelled AS (
    SELECT b.*, least(14, floor(ln(2 / greatest(east - west, south - north, 0.00001)) / ln(2))::integer) AS deepest
    FROM boxed AS b
), tile AS (
    SELECT zoom, x, y, bool_or(zoom = deepest AND deepest < 14) AS whole
    FROM levelled
    CROSS JOIN LATERAL generate_series(0, deepest) AS zoom
    CROSS JOIN LATERAL (SELECT 1 << zoom AS across) AS n
    CROSS JOIN LATERAL generate_series(
        greatest(floor(west * across - 0.03125)::integer, 0),
        least(floor(east * across + 0.03125)::integer, across - 1)) AS x
    CROSS JOIN LATERAL generate_series(
        greatest(floor(north * across - 0.03125)::integer, 0),
        least(floor(south * across + 0.03125)::integer, across - 1)) AS y
    GROUP BY zoom, x, y
)
INSERT INTO published.map_tile AS t (tile, works, generation, below)
SELECT published.quad_code(zoom, x, y), 0, %(number)s, CASE WHEN whole THEN %(number)s ELSE 0 END FROM tile
ON CONFLICT (tile) DO UPDATE SET generation = excluded.generation, below = greatest(t.below, excluded.below)
