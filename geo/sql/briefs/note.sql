-- Note briefs in brief_change.
-- sign    its braces take 1 for those that come, -1 for those that go
-- source  and what stands behind FROM
INSERT INTO brief_change (sign, geometry_class, status, category, districts, ended, original_end, due)
SELECT {sign}, coalesce(geometry_class, 'none'), coalesce(status, ''), coalesce(category, ''), districts || ''::text,
    due IS NULL, CASE WHEN status = 'implementation' THEN original_end END, coalesce(due, actual_end)
FROM {source}
