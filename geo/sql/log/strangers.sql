-- The first project that did not begin with the publication that it names.
-- returns  project_id, first_publication; at most one row
SELECT p.id AS project_id, p.first_publication FROM published.project AS p
LEFT JOIN published.project_version AS v ON v.project_id = p.id AND v.version = 1
WHERE v.publication IS DISTINCT FROM p.first_publication
ORDER BY p.id LIMIT 1
