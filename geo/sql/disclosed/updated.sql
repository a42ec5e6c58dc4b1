-- When something of each agency was published last.
-- number  the publication's number
-- chosen  its braces take the condition: of this publication, or all
SELECT v.agency, max(lower(v.published)) AS updated_at
FROM published.project_version AS v
WHERE {chosen}
GROUP BY v.agency
