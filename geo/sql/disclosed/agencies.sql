-- The agencies with what their duties are measured by.
-- $1  code of the agency, null for all
-- $2  day behind which a date of the progress is recent enough
-- returns  code, names, updated_at (UTC), ongoing projects, those of them whose progress is recent
SELECT a.code, a.names, u.updated_at, coalesce(r.ongoing, 0) AS ongoing, coalesce(r.reported, 0) AS reported
FROM published.agency AS a
JOIN published.disclosure_update AS u ON u.agency = a.code
LEFT JOIN (
    SELECT agency, sum(projects)::bigint AS ongoing,
        coalesce(sum(projects) FILTER (WHERE as_of > $2), 0)::bigint AS reported
    FROM published.disclosure_report GROUP BY agency
) AS r ON r.agency = a.code
WHERE $1::text IS NULL OR a.code = $1
ORDER BY a.code
