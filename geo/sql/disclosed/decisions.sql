-- Count by agency, day of the decision and day (UTC) of its publication the changes that versions bring. What the first
-- version of a project brings was decided before it was here; what was withheld or purged in the one before is not new.
-- number  the publication's number
-- chosen  its braces take the condition: of this publication, or all
INSERT INTO published.disclosure_decision AS k (agency, decided_on, published_on, decisions)
SELECT v.agency, (c.one ->> 'date')::date, (lower(v.published) AT TIME ZONE 'UTC')::date, count(*)
FROM published.project_version AS v
JOIN published.project_version AS b ON b.project_id = v.project_id AND b.version = v.version - 1
CROSS JOIN LATERAL jsonb_array_elements(v.details -> 'changes') AS c (one)
WHERE {chosen} AND v.details ? 'changes' AND c.one ? 'date'
    AND NOT b.withheld || b.purged && '{{changes,changes.date}}'
    AND NOT EXISTS (
        SELECT FROM jsonb_array_elements(b.details -> 'changes') AS o (one) WHERE o.one ->> 'id' = c.one ->> 'id'
    )
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
ON CONFLICT (agency, decided_on, published_on) DO UPDATE SET decisions = k.decisions + excluded.decisions
