-- The last purge of what publications showed, and on which grounds anything was purged of it.
-- $1       the numbers of publications
-- returns  number, purge (the number of its publication), grounds (sorted); those of which nothing was purged are missing
SELECT n.number, max(t.publication) AS purge, array_agg(DISTINCT t.ground ORDER BY t.ground) AS grounds
FROM unnest($1::bigint[]) AS n (number)
JOIN published.project_version AS v ON v.publication <= n.number
JOIN published.purge AS t ON t.project_id = v.project_id AND t.version = v.version
LEFT JOIN published.project_version AS l ON l.project_id = v.project_id AND l.version = v.version + 1
WHERE l.publication IS NULL OR l.publication > n.number
GROUP BY n.number
ORDER BY n.number
