-- When the versions of a project were published, those that withdraw it left out, the oldest first.
-- $1       the project's id
-- returns  published_at
SELECT lower(v.published) AS published_at
FROM published.project_version AS v
WHERE v.project_id = $1 AND NOT v.withdrawn
ORDER BY v.version
