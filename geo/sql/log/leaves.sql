-- Leaves of the log in their order, with what their versions say now, or their own texts: looked up one by one, since a join of some leaves
-- may read every version.
-- first, before  positions: from the first one, before the other
-- returns        position, publication, instant, project_id, version, kind, nonce, hash, text
SELECT l.position, l.publication,
    coalesce(to_char(p.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '') AS instant,
    l.project_id, l.version, l.kind, l.nonce, l.hash,
    CASE WHEN l.kind IN ('version', 'purge') THEN (
        SELECT v.feature_text FROM published.project_version AS v
        WHERE v.project_id = l.project_id AND v.version = l.version
    ) ELSE (SELECT x.text FROM published.log_text AS x WHERE x.position = l.position) END AS text
FROM published.log_leaf AS l
LEFT JOIN published.publication AS p ON p.number = l.publication
WHERE l.position >= %(first)s AND l.position < %(before)s
ORDER BY l.position
