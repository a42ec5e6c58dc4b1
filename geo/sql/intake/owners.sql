-- Whose projects these are: what is stated, else what was published last.
-- ids  of projects
SELECT project_id, agency FROM intake.record WHERE project_id = ANY (%(ids)s)
UNION
SELECT v.project_id, v.agency FROM published.project_version AS v
WHERE v.project_id = ANY (%(ids)s) AND upper_inf(v.published)
    AND NOT EXISTS (SELECT FROM intake.record AS r WHERE r.project_id = v.project_id)
