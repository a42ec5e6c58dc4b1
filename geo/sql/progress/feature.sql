-- One progress report as it is served: the latest word on a date.
-- reads    progress_now as p
-- returns  feature: GeoJSON text without geometry; planned and actual are fractions 0..1, sample is whether the project is
--          (no EXISTS: for a page of few rows the planner would gather all projects that are sample data)
'{"type":"Feature","id":' || to_json(p.project_id || ':' || p.as_of)::text || ',"geometry":null,"properties":' || (
    SELECT row_to_json(r)::text FROM (SELECT p.project_id, p.as_of, p.planned, p.actual, p.publication,
        coalesce((
            SELECT b.sample FROM published.project_brief AS b WHERE b.project_id = p.project_id LIMIT 1
        ), false) AS sample
    ) AS r
) || '}'
