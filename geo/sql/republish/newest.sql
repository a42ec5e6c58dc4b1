-- Temporary table of the published projects with the load that stated the facts of each last; those of files only, and
-- not those that were pushed later.
-- names  fields of which at least one is withheld of a project, null for every project
CREATE TEMPORARY TABLE newest ON COMMIT DROP AS
SELECT n.project_id, n.load_id FROM (
    SELECT DISTINCT ON (s.project_id) s.project_id, s.load_id
    FROM intake.submission AS s
    JOIN published.project_now AS v ON v.project_id = s.project_id
    WHERE s.state <> 'held' AND (%(names)s::text[] IS NULL OR v.withheld && %(names)s)
    ORDER BY s.project_id, s.load_id DESC
) AS n
JOIN intake.load AS l ON l.id = n.load_id
WHERE l.mapping IS NOT NULL AND NOT EXISTS (
    SELECT FROM intake.record AS r WHERE r.project_id = n.project_id AND r.updated_at > l.received_at
)
