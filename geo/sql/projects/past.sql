-- The projects as they were published at an earlier publication: what stands behind FROM.
-- number   a placeholder is put in its braces; the publication's number
-- returns  v (as project_now), a (agency), n (its districts, as in project_brief)
(
    SELECT p.* FROM published.project_version AS p
    WHERE p.published @> (SELECT n.published_at FROM published.publication AS n WHERE n.number = {number}::bigint)
        AND NOT p.withdrawn
) AS v LEFT JOIN published.agency AS a ON a.code = v.agency
CROSS JOIN LATERAL (
    SELECT ARRAY(
        SELECT s.district_id FROM published.district_share AS s
        WHERE s.project_id = v.project_id AND s.version = v.version ORDER BY s.share DESC NULLS LAST, s.district_id
    ) AS districts
) AS n
