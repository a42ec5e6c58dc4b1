-- The level of the tree below one.
SELECT position, hash FROM published.log_node WHERE level = %(level)s - 1 AND position BETWEEN %(first)s AND %(last)s
