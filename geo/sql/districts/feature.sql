-- One district as it is served.
-- $1       the city's first language
-- reads    district as d, boundary_set as b
-- returns  feature: GeoJSON text, CRS84
'{"type":"Feature","id":' || to_json(d.id)::text || ',"geometry":' || ST_AsGeoJSON(d.boundary, 7)
    || ',"properties":' || (SELECT row_to_json(p)::text FROM (SELECT
        coalesce(d.names ->> $1, d.code) AS name, d.names, d.code, d.set_code AS boundary_set, d.parent, d.level,
        coalesce(d.valid_from, b.valid_from) AS valid_from, coalesce(d.valid_to, b.valid_to) AS valid_to,
        round(d.area_m2) AS area_m2, b.source, b.licence, b.sketch, b.sample
    ) AS p) || '}'
