-- The first version whose own progress is not the last word of the reports of then; of projects of which nothing was purged.
-- returns  project_id, version, publication; at most one row
SELECT v.project_id, v.version, v.publication
FROM published.project_version AS v
LEFT JOIN LATERAL (
    SELECT r.planned, r.actual FROM published.progress_report AS r
    WHERE r.project_id = v.project_id AND r.as_of = v.progress_as_of AND r.publication <= v.publication
    ORDER BY r.publication DESC LIMIT 1
) AS r ON true
WHERE v.progress_as_of IS NOT NULL AND NOT v.withdrawn
    AND (r.planned, r.actual) IS DISTINCT FROM (v.progress_planned, v.progress_actual)
    AND NOT EXISTS (SELECT FROM published.purge AS g WHERE g.project_id = v.project_id)
ORDER BY v.publication, v.project_id LIMIT 1
