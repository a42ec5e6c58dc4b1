-- The districts of one boundary set as a map draws them: outlines to about 3 m, coordinates to about 1 m.
-- $1       the boundary set's code
-- returns  one GeoJSON FeatureCollection text, CRS84; properties names, label_point
SELECT '{"type":"FeatureCollection","features":[' || coalesce(string_agg(
    '{"type":"Feature","id":' || to_json(d.id)::text
    || ',"geometry":' || ST_AsGeoJSON(ST_SimplifyPreserveTopology(d.boundary, 0.00003), 5)
    || ',"properties":{"names":' || d.names::text
    || ',"label_point":[' || round(ST_X(d.label_point)::numeric, 5) || ',' || round(ST_Y(d.label_point)::numeric, 5)
    || ']}}', ',' ORDER BY d.id), '') || ']}' AS outlines
FROM published.district AS d WHERE d.set_code = $1
