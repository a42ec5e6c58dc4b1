-- The briefs of versions that a publication closed, as they were kept then.
-- chosen   its braces take the condition
-- facts    and briefs/facts of the publication before n.publication
-- returns  the columns of published.project_brief_past: until (the publication that closed it), then those of a brief
SELECT n.publication AS until, {facts}, tstzrange(lower(v.published), NULL) AS published
FROM published.project_version AS v
JOIN published.project_version AS n ON n.project_id = v.project_id AND n.version = v.version + 1
WHERE NOT upper_inf(v.published) AND NOT v.withdrawn AND {chosen}
