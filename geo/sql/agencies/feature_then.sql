-- One agency as it was served at an earlier publication.
-- $1       the city's first language
-- reads    a of agencies/past
-- returns  feature: GeoJSON text without geometry, like agencies/feature
'{"type":"Feature","id":' || to_json(a.code)::text || ',"geometry":null,"properties":' || (
    SELECT row_to_json(p)::text FROM (SELECT
        coalesce(a.names ->> $1, a.names ->> (SELECT min(l) FROM jsonb_object_keys(a.names) AS l)) AS name, a.names,
        a.projects, a.sample
    ) AS p) || '}'
