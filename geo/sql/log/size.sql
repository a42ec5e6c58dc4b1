-- How many leaves the log has.
SELECT coalesce(max(position) + 1, 0) FROM published.log_leaf
