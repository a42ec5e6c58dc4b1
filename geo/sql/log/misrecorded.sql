-- The first record of a small table that is not what its last leaf says.
-- returns  its id (table/key), what the log says and what is there (JSON, null where it is not there); at most one row
SELECT id, nullif(l.told, 'null') AS logged, r.told AS kept
FROM (
    SELECT DISTINCT ON (l.project_id) l.project_id AS id, x.text::jsonb AS told
    FROM published.log_leaf AS l JOIN published.log_text AS x ON x.position = l.position
    WHERE l.kind = 'record' AND l.project_id NOT LIKE 'publication/%'
    ORDER BY l.project_id, l.version DESC
) AS l
FULL JOIN (
    SELECT id, told FROM published.record
    UNION ALL
    SELECT 'overlap_past/' || o.until, published.closed_pairs(o.until)
    FROM (SELECT DISTINCT until FROM published.overlap_past) AS o
) AS r USING (id)
WHERE nullif(l.told, 'null') IS DISTINCT FROM r.told
ORDER BY id LIMIT 1
