-- The leaves as a level of the tree.
SELECT position, hash FROM published.log_leaf WHERE position BETWEEN %(first)s AND %(last)s
