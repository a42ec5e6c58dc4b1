-- Note every published project in brief_moved.
-- reads  temporary table brief_moved
INSERT INTO brief_moved (sign, geometry_class, status, category, districts, ended, original_end, due)
SELECT 1, coalesce(geometry_class, 'none'), coalesce(status, ''), coalesce(category, ''), districts || ''::text,
    due IS NULL, CASE WHEN status = 'implementation' THEN original_end END, coalesce(due, actual_end)
FROM published.project_brief
