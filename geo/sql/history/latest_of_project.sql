-- Which changes of a project were published last before a place, the newest first.
-- $1 $2 $3  before this publication, project and version; null for the newest of all
-- $4        up to this publication
-- $5        the project's id
-- $6        how many at most
-- returns   publication, project_id, version, purge (whether it is a purge of that version)
SELECT e.publication, e.project_id, e.version, e.purge
FROM (
    SELECT v.publication, v.project_id, v.version, false AS purge
    FROM published.project_version AS v WHERE v.project_id = $5
    UNION ALL
    SELECT p.publication, p.project_id, p.version, true FROM published.purge AS p WHERE p.project_id = $5
) AS e
WHERE e.publication <= $4::bigint AND (
    $1::bigint IS NULL OR (e.publication, e.project_id, e.version) < ($1, $2::text COLLATE "C", $3::integer)
)
ORDER BY e.publication DESC, e.version DESC
LIMIT $6
