-- Which changes of projects that lie, or lay before, in a district were published last before a place, the newest first:
-- for a district of few, which are found by its shares.
-- $1 $2 $3  before this publication, project and version; null for the newest of all
-- $4        up to this publication
-- $5        the district's id
-- $6        how many at most
-- returns   publication, project_id, version, purge (whether it is a purge of that version)
WITH those AS (
    SELECT d.project_id, d.version FROM published.district_share AS d WHERE d.district_id = $5
    UNION
    SELECT d.project_id, d.version + 1 FROM published.district_share AS d WHERE d.district_id = $5
)
SELECT e.publication, e.project_id, e.version, e.purge
FROM (
    SELECT v.publication, v.project_id, v.version, false AS purge
    FROM those AS s JOIN published.project_version AS v ON v.project_id = s.project_id AND v.version = s.version
    UNION ALL
    SELECT p.publication, p.project_id, p.version, true
    FROM those AS s JOIN published.purge AS p ON p.project_id = s.project_id AND p.version = s.version
) AS e
WHERE e.publication <= $4::bigint AND (
    $1::bigint IS NULL OR (e.publication, e.project_id, e.version) < ($1, $2::text COLLATE "C", $3::integer)
)
ORDER BY e.publication DESC, e.project_id DESC, e.version DESC
LIMIT $6
