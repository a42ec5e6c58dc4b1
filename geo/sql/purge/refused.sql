-- The first version that cannot be purged, if any: one that nobody published, or the one that the public sees now.
-- reads    temporary table purging
-- returns  project_id, version, public; at most one row
SELECT a.project_id, a.version, v.project_id IS NOT NULL AS public
FROM purging AS a LEFT JOIN published.project_version AS v ON v.project_id = a.project_id AND v.version = a.version
WHERE v.project_id IS NULL OR upper_inf(v.published) AND NOT v.withdrawn
ORDER BY a.project_id, a.version LIMIT 1
