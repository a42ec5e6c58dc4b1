-- The stored text of one version, as it was published.
-- $1       the project's id
-- $2       the version's number
-- returns  text (UTF-8), hash (SHA-256 of it), published_at
SELECT convert_to(v.feature_text, 'UTF8') AS text, v.feature_hash AS hash, lower(v.published) AS published_at
FROM published.project_version AS v
WHERE v.project_id = $1 AND v.version = $2
