-- Which changes were published last before a place, the newest first, among those that lie next before it.
-- $1 $2 $3  before this publication, project and version; null for the newest of all
-- $4        up to this publication
-- $5        only changes of projects that lie, or lay before, in this district (id); null for all
-- $6        how many at most
-- $7        how many changes are looked at, at most
-- returns   publication, project_id, version, purge (whether it is a purge of that version)
WITH step AS MATERIALIZED (
    SELECT * FROM (
        (
            SELECT v.publication, v.project_id, v.version, false AS purge
            FROM published.project_version AS v
            WHERE v.publication <= $4::bigint AND (
                $1::bigint IS NULL OR (v.publication, v.project_id, v.version) < ($1, $2::text COLLATE "C", $3::integer)
            )
            ORDER BY v.publication DESC, v.project_id DESC, v.version DESC
            LIMIT $7
        )
        UNION ALL
        (
            SELECT p.publication, p.project_id, p.version, true
            FROM published.purge AS p
            WHERE p.publication <= $4::bigint AND (
                $1::bigint IS NULL OR (p.publication, p.project_id, p.version) < ($1, $2::text COLLATE "C", $3::integer)
            )
            ORDER BY p.publication DESC, p.project_id DESC, p.version DESC
            LIMIT $7
        )
    ) AS e
    ORDER BY e.publication DESC, e.project_id DESC, e.version DESC
    LIMIT $7
)
SELECT s.publication, s.project_id, s.version, s.purge
FROM step AS s
WHERE $5::text IS NULL OR EXISTS (
    SELECT FROM published.district_share AS d
    WHERE d.project_id = s.project_id AND d.version IN (s.version, s.version - 1) AND d.district_id = $5
)
ORDER BY s.publication DESC, s.project_id DESC, s.version DESC
LIMIT $6
