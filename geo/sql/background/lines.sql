-- The lines drawn underneath the works.
-- $1       whether the sample's lines are shown
-- returns  one GeoJSON FeatureCollection text, CRS84; properties kind, names
SELECT '{"type":"FeatureCollection","features":[' || coalesce(string_agg(
    '{"type":"Feature","geometry":' || ST_AsGeoJSON(l.line, 5) || ',"properties":{"kind":' || to_json(l.kind)::text
    || ',"names":' || l.names::text || '}}', ',' ORDER BY l.id), '') || ']}' AS lines
FROM published.background_line AS l WHERE $1::boolean OR NOT l.sample
