-- The projects as they were published at an earlier publication: what stands behind FROM. What is not asked of a and n
-- costs nothing: they are expressions, and the brief is joined by its key.
-- number   a placeholder is put in its braces; the publication's number
-- rows     and the versions of then, as v
-- returns  v (as project_now), a (agency), n (its districts, as in project_brief)
{rows}
LEFT JOIN ONLY published.project_brief AS b ON b.project_id = v.project_id AND b.version = v.version
LEFT JOIN ONLY published.agency AS g ON g.code = v.agency
CROSS JOIN LATERAL (
    SELECT CASE WHEN NOT EXISTS (SELECT FROM published.agency_past AS e WHERE e.until > {number}::bigint)
        THEN g.names
        ELSE coalesce((
            SELECT o.names FROM published.agency_past AS o WHERE o.code = v.agency AND o.until > {number}::bigint
            ORDER BY o.until LIMIT 1
        ), g.names) END AS names
) AS a
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN b.districts IS NOT NULL
            AND NOT EXISTS (SELECT FROM published.boundary_set_past AS e WHERE e.until > {number}::bigint)
        THEN b.districts
        ELSE ARRAY(
            SELECT s.district_id FROM published.district_share AS s
            WHERE s.project_id = v.project_id AND s.version = v.version ORDER BY s.share DESC NULLS LAST, s.district_id
        ) END AS districts
) AS n
