-- The briefs of published projects.
-- chosen  its braces take the condition: of one publication, or all that is published now
-- facts   and briefs/facts
SELECT {facts}, v.published
FROM published.project_now AS v
WHERE {chosen}
