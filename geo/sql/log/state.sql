-- What the log has come to, and its newest checkpoint.
-- returns  one row: size; tree_size, made_at (UTC), note, verifiers of the checkpoint, null where there is none
SELECT (SELECT coalesce(max(position) + 1, 0) FROM published.log_leaf) AS size, c.tree_size, c.made_at, c.note,
    c.verifiers
FROM (VALUES (true)) AS always
LEFT JOIN (SELECT * FROM published.checkpoint ORDER BY number DESC LIMIT 1) AS c ON true
