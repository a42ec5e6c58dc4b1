-- Which changes of projects that lie, or lay before, in a district were published last before a place, the newest first:
-- for a district of few, which are found by its shares.
-- $1 $2 $3  before this publication, project and version; null for the newest of all
-- $4        up to this publication
-- $5        the district's id
-- $6        how many at most
-- returns   publication, project_id, version
SELECT v.publication, v.project_id, v.version
FROM (
    SELECT d.project_id, d.version FROM published.district_share AS d WHERE d.district_id = $5
    UNION
    SELECT d.project_id, d.version + 1 FROM published.district_share AS d WHERE d.district_id = $5
) AS s
JOIN published.project_version AS v ON v.project_id = s.project_id AND v.version = s.version
WHERE v.publication <= $4::bigint AND (
    $1::bigint IS NULL OR (v.publication, v.project_id, v.version) < ($1, $2::text COLLATE "C", $3::integer)
)
ORDER BY v.publication DESC, v.project_id DESC, v.version DESC
LIMIT $6
