-- The first text that belongs to no leaf, or to one that has none of its own or whose text is erased.
-- returns  position; at most one row
SELECT x.position FROM published.log_text AS x
LEFT JOIN published.log_leaf AS l ON l.position = x.position
WHERE l.position IS NULL OR l.nonce IS NULL OR l.kind IN ('version', 'purge')
ORDER BY 1 LIMIT 1
