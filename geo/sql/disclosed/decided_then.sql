-- The changes that versions bring, by agency, day of the decision and day (UTC) of its publication. What the first
-- version of a project brings was decided before it was here; what was withheld or purged in the one before is not new.
-- number  the publication's number
-- chosen  its braces take the condition: of this publication, or all
SELECT v.agency, (c.one ->> 'date')::date AS decided_on, (lower(v.published) AT TIME ZONE 'UTC')::date AS published_on,
    count(*) AS decisions
FROM published.project_version AS v
JOIN published.project_version AS b ON b.project_id = v.project_id AND b.version = v.version - 1
CROSS JOIN LATERAL jsonb_array_elements(v.details -> 'changes') AS c (one)
WHERE {chosen} AND v.details ? 'changes' AND c.one ? 'date'
    AND NOT b.withheld || b.purged && '{{changes,changes.date}}'
    AND NOT EXISTS (
        SELECT FROM jsonb_array_elements(b.details -> 'changes') AS o (one) WHERE o.one ->> 'id' = c.one ->> 'id'
    )
GROUP BY 1, 2, 3
