-- The hashes of complete subtrees, in the order in which they are asked; a missing one is null.
-- levels, positions  their levels, 0 for leaves, and positions
SELECT coalesce(n.hash, l.hash) AS hash
FROM unnest(%(levels)s::smallint[], %(positions)s::bigint[]) WITH ORDINALITY AS asked (level, position, place)
LEFT JOIN published.log_node AS n ON n.level = asked.level AND n.position = asked.position
LEFT JOIN published.log_leaf AS l ON asked.level = 0 AND l.position = asked.position
ORDER BY asked.place
