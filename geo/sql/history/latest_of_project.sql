-- Which changes of a project were published last before a place, the newest first.
-- $1 $2 $3  before this publication, project and version; null for the newest of all
-- $4        up to this publication
-- $5        the project's id
-- $6        how many at most
-- returns   publication, project_id, version
SELECT v.publication, v.project_id, v.version
FROM published.project_version AS v
WHERE v.project_id = $5 AND v.publication <= $4::bigint AND (
    $1::bigint IS NULL OR (v.publication, v.project_id, v.version) < ($1, $2::text COLLATE "C", $3::integer)
)
ORDER BY v.publication DESC, v.version DESC
LIMIT $6
