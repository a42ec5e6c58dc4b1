-- The first checkpoint that is kept under another size or root than its note says.
-- returns  number; at most one row
SELECT number FROM published.checkpoint
WHERE (tree_size::text, encode(root, 'base64')) <> (split_part(note, E'\n', 2), split_part(note, E'\n', 3))
ORDER BY number LIMIT 1
