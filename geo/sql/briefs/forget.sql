-- Forget the briefs of the projects that change, and note them in brief_moved.
-- reads  temporary tables change (project_id) and brief_moved
WITH gone AS (
    DELETE FROM published.project_brief AS b USING change AS c WHERE b.project_id = c.project_id
    RETURNING b.*
)
INSERT INTO brief_moved (sign, geometry_class, status, category, districts, ended, original_end, due)
SELECT -1, coalesce(geometry_class, 'none'), coalesce(status, ''), coalesce(category, ''), districts || ''::text,
    due IS NULL, CASE WHEN status = 'implementation' THEN original_end END, coalesce(due, actual_end)
FROM gone
