-- Which tiles of one zoom anything may be drawn on, with the margin of a tile.
-- $1 $2    zoom, and tiles as JSON: x, y to the south
-- earlier  its braces take what stands before, or nothing
-- drawn    and the condition that something reaches w.wide (EPSG:3857)
-- returns  x, y
{earlier}SELECT a.x, a.y
FROM jsonb_to_recordset($2::jsonb) AS a (x integer, y integer)
CROSS JOIN LATERAL (SELECT ST_TileEnvelope($1::integer, a.x, a.y, margin => 0.03125) AS wide OFFSET 0) AS w
WHERE {drawn}
