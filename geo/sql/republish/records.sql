-- The facts of published projects that were pushed last, as they stand.
-- names    fields of which at least one is withheld of a project, null for every project
-- reads    temporary table newest: the projects that a file stated last
-- returns  project_id, agency, facts (JSON text)
SELECT r.project_id, r.agency, r.facts::text AS facts
FROM intake.record AS r
JOIN published.project_now AS v ON v.project_id = r.project_id
WHERE NOT r.withdrawn AND (%(names)s::text[] IS NULL OR v.withheld && %(names)s)
    AND NOT EXISTS (SELECT FROM newest AS n WHERE n.project_id = r.project_id)
ORDER BY r.project_id
