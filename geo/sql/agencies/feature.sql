-- One agency as it is served.
-- $1       the city's first language
-- reads    agency as a
-- returns  feature: GeoJSON text without geometry; projects are those published now, sample says that all of them are
'{"type":"Feature","id":' || to_json(a.code)::text || ',"geometry":null,"properties":' || (
    SELECT row_to_json(p)::text FROM (SELECT
        coalesce(a.names ->> $1, a.names ->> (SELECT min(l) FROM jsonb_object_keys(a.names) AS l)) AS name, a.names,
        (SELECT sum(c.projects)::bigint FROM published.project_count AS c
            WHERE c.attribute = 'agency' AND c.code = a.code) AS projects,
        NOT EXISTS (SELECT FROM published.project_now AS v WHERE v.agency = a.code AND NOT v.sample) AS sample
    ) AS p) || '}'
