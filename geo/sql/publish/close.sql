-- Close the open versions that the changes replace.
-- published_at  the instant of the new publication, UTC
UPDATE published.project_version AS v
SET published = tstzrange(lower(v.published), %(published_at)s)
FROM change AS c
WHERE v.project_id = c.project_id AND c.version > 1 AND upper_inf(v.published)
