-- Keep when something of each agency was published last.
-- number  the publication's number
-- chosen  its braces take the condition: of this publication, or all
INSERT INTO published.disclosure_update AS k (agency, updated_at)
SELECT v.agency, max(lower(v.published))
FROM published.project_version AS v
WHERE {chosen}
GROUP BY v.agency
ORDER BY v.agency
ON CONFLICT (agency) DO UPDATE SET updated_at = excluded.updated_at
