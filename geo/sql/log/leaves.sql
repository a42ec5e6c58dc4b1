-- Leaves of the log in their order, with what their versions say now.
-- first, before  positions: from the first one, before the other
-- returns        position, publication, instant, project_id, version, kind, nonce, hash, feature_text
SELECT l.position, l.publication,
    coalesce(to_char(p.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '') AS instant,
    l.project_id, l.version, l.kind, l.nonce, l.hash, v.feature_text
FROM published.log_leaf AS l
LEFT JOIN published.publication AS p ON p.number = l.publication
LEFT JOIN published.project_version AS v ON v.project_id = l.project_id AND v.version = l.version
WHERE l.position >= %(first)s AND l.position < %(before)s
ORDER BY l.position
