-- The first project that did not begin with the publication that it names, or that is missing.
-- returns  project_id, first_publication; at most one row
SELECT coalesce(p.id, v.project_id) AS project_id, p.first_publication FROM published.project AS p
FULL JOIN (SELECT project_id, publication FROM published.project_version WHERE version = 1) AS v ON v.project_id = p.id
WHERE v.publication IS DISTINCT FROM p.first_publication
ORDER BY 1 LIMIT 1
