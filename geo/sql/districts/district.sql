-- Publish a district, or what is now said of it; boundary and label_point are WKB in EPSG:4326.
INSERT INTO published.district
    (id, set_code, code, parent, level, names, valid_from, valid_to, boundary, label_point, area_m2)
SELECT %(id)s, %(set)s, %(code)s, %(parent)s, %(level)s, %(names)s, %(valid_from)s, %(valid_to)s, b.boundary,
    ST_GeomFromWKB(%(label_point)s, 4326), ST_Area(b.boundary::geography)
FROM (SELECT ST_ForcePolygonCCW(ST_GeomFromWKB(%(boundary)s, 4326)) AS boundary) AS b
ON CONFLICT (id) DO UPDATE SET parent = excluded.parent, level = excluded.level, names = excluded.names,
    valid_from = excluded.valid_from, valid_to = excluded.valid_to, boundary = excluded.boundary,
    label_point = excluded.label_point, area_m2 = excluded.area_m2
