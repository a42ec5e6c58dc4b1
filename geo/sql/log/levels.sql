-- The highest level of the tree that has nodes.
SELECT coalesce(max(level), 0) FROM published.log_node
