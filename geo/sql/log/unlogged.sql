-- The first version that no leaf records.
-- returns  project_id, version, publication; at most one row
SELECT v.project_id, v.version, v.publication FROM published.project_version AS v
WHERE NOT EXISTS (
    SELECT FROM published.log_leaf AS l
    WHERE l.project_id = v.project_id AND l.version = v.version AND l.kind = 'version' AND l.position >= 0
)
ORDER BY v.publication, v.project_id, v.version LIMIT 1
