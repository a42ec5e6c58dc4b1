-- The public progress reports of some projects, the latest word on each date.
-- $1       ids of projects
-- $2       the number of the publication up to which they were told
-- returns  project_id, as_of, planned, actual (fractions 0..1), by project and date
SELECT p.project_id, p.as_of, p.planned, p.actual
FROM published.progress_now AS p
WHERE p.project_id = ANY ($1::text[]) AND p.publication <= $2
ORDER BY p.project_id, p.as_of
