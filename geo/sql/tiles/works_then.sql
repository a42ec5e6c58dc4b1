-- The works of an earlier publication as map_shape had them: what stands behind FROM.
-- reads  changed, old
(
    SELECT s.* FROM published.map_shape AS s WHERE s.project_id NOT IN (SELECT c.project_id FROM changed AS c)
    UNION ALL
    SELECT o.* FROM old AS o
) AS m
