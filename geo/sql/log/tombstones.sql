-- The first purge that no leaf records, or leaf that no purge explains.
-- returns  project_id, version, publication; at most one row
SELECT project_id, version, publication
FROM (SELECT project_id, version, publication, position FROM published.log_leaf WHERE kind = 'purge') AS l
FULL JOIN (SELECT project_id, version, publication, purged_at FROM published.purge) AS p
    USING (project_id, version, publication)
WHERE l.position IS NULL OR p.purged_at IS NULL
ORDER BY publication, project_id, version LIMIT 1
