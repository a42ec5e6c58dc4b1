-- Temporary table of the published projects whose first baseline was not public as it was sent, with the load that
-- stated it.
-- reads    temporary table newest
-- returns  project_id, load_id, hidden (fields that the public version withholds or tells coarsely)
CREATE TEMPORARY TABLE first ON COMMIT DROP AS
SELECT f.project_id, f.load_id, f.hidden FROM (
    SELECT DISTINCT ON (s.project_id) s.project_id, s.load_id, v.blocked || v.withheld || v.generalised AS hidden
    FROM intake.submission AS s
    JOIN newest AS n ON n.project_id = s.project_id
    JOIN published.project_now AS v ON v.project_id = s.project_id
    WHERE s.state <> 'held' AND (v.blocked || v.withheld || v.generalised) && '{original_start,original_end,original_budget}'
    ORDER BY s.project_id, s.load_id
) AS f
JOIN intake.load AS l ON l.id = f.load_id
WHERE l.mapping IS NOT NULL
