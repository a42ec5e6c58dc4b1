-- What has been purged: by publication, agency, field and ground, never the value; the newest first.
-- $1  code of the agency, null for all
-- $2  field, null for all
-- $3  the first day of a month (UTC), null for any
SELECT (p.purged_at AT TIME ZONE 'UTC')::date AS purged_on, v.agency, f.field, p.ground, p.decided_by,
    count(DISTINCT p.project_id) AS projects, count(*) AS versions
FROM published.purge AS p
JOIN published.project_version AS v ON v.project_id = p.project_id AND v.version = p.version
CROSS JOIN LATERAL unnest(p.fields) AS f (field)
WHERE ($1::text IS NULL OR v.agency = $1) AND ($2::text IS NULL OR f.field = $2)
    AND ($3::date IS NULL OR date_trunc('month', p.purged_at AT TIME ZONE 'UTC') = $3)
GROUP BY p.publication, 1, 2, 3, 4, 5
ORDER BY p.publication DESC, 2, 3, 4, 5
LIMIT 1000
