-- The works that a publication looks at and that are compared, neighbours one after another.
-- reads  temporary table overlap_looked (project_id)
SELECT s.project_id FROM published.overlap_site AS s
WHERE s.project_id IN (SELECT c.project_id FROM overlap_looked AS c) AND NOT s.crowded
ORDER BY s.shape
