-- The boxes of closed versions.
-- box  its braces take boxes/box of all of them
SELECT b.project_id, b.since, n.publication AS until, b.box, b.one_place, b.other_place
FROM ({box}) AS b
JOIN published.project_version AS v ON v.project_id = b.project_id AND v.publication = b.since
JOIN published.project_version AS n ON n.project_id = v.project_id AND n.version = v.version + 1
