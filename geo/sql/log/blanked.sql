-- The first version of which not just that was purged which its tombstones name, or a tombstone of it is dated otherwise
-- than its publication.
-- returns  project_id, version, publication; at most one row
SELECT p.project_id, p.version, p.publication
FROM published.purge AS p
LEFT JOIN published.publication AS n ON n.number = p.publication
LEFT JOIN published.project_version AS v ON v.project_id = p.project_id AND v.version = p.version
WHERE p.purged_at IS DISTINCT FROM n.published_at OR v.purged IS DISTINCT FROM ARRAY(
    SELECT DISTINCT f.name FROM published.purge AS o CROSS JOIN LATERAL unnest(o.fields) AS f (name)
    WHERE o.project_id = p.project_id AND o.version = p.version ORDER BY 1
)
ORDER BY p.publication, p.project_id, p.version LIMIT 1
