-- Keep the roads of a file.
-- source  what they are from
-- reads   temporary table road_sent, with shapes as WKB in hexadecimal (EPSG:4326)
INSERT INTO published.road (name, class, source, shape)
SELECT name, class, %(source)s, ST_SetSRID(shape::geometry, 4326) FROM road_sent
