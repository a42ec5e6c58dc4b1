-- The first box of a closed version that names other districts than the version lay in when it was closed; boxes from
-- before they named any say nothing.
-- then     its braces take then/district_share at the publication before b.until
-- returns  project_id, since; at most one row
SELECT b.project_id, b.since
FROM published.project_box_past AS b
JOIN published.project_version AS v ON v.project_id = b.project_id AND v.publication = b.since
WHERE b.districts IS DISTINCT FROM ARRAY(
        SELECT s.district_id FROM {then} AS s
        WHERE s.project_id = v.project_id AND s.version = v.version ORDER BY s.share DESC NULLS LAST, s.district_id
    )
    AND b.districts IS NOT NULL AND v.purged = '{{}}'
ORDER BY b.project_id, b.since LIMIT 1
