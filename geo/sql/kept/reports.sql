-- Progress reports: what is public of each. A report came with a version of its project, and says something else of its
-- day than the one before; what others say of it, the reports beside it tell.
SELECT r.project_id, r.as_of, r.publication, r.planned, r.actual, p.public AND NOT 'progress_planned' = ANY (p.blocked) AS shows_planned,
    p.public AND NOT 'progress_actual' = ANY (p.blocked) AS shows_actual
FROM (
    SELECT r.*, lag(r.publication) OVER of_day AS before, lag(r.planned) OVER of_day AS planned_before,
        lag(r.actual) OVER of_day AS actual_before, lead(r.publication) OVER of_day AS later
    FROM published.progress_report AS r
    WINDOW of_day AS (PARTITION BY r.project_id, r.as_of ORDER BY r.publication)
) AS r
JOIN published.project_version AS v ON v.project_id = r.project_id AND v.publication = r.publication
JOIN published.project_version AS n ON n.project_id = r.project_id AND upper_inf(n.published)
CROSS JOIN LATERAL (
    SELECT n.blocked, NOT n.withdrawn AND NOT 'progress_as_of' = ANY (n.blocked) AND r.later IS NULL AS public
) AS p
WHERE r.before IS NULL OR (r.planned, r.actual) IS DISTINCT FROM (r.planned_before, r.actual_before)
    OR EXISTS (SELECT FROM published.purge AS g WHERE g.project_id = r.project_id)
