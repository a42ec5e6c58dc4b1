-- The first node of a level that is not what the level below it makes, is missing, or has nothing below it.
-- level  the level, from 1
-- below  its braces take log/leaves_below or log/nodes_below, of which first and last are parameters
-- returns  position; at most one row
SELECT position
FROM (
    SELECT position >> 1 AS position, sha256('\x01'::bytea || hash || beside) AS made
    FROM (SELECT position, hash, lead(hash) OVER (ORDER BY position) AS beside FROM ({below}) AS below) AS pair
    WHERE position & 1 = 0 AND beside IS NOT NULL
) AS e
FULL JOIN (SELECT position, hash FROM published.log_node WHERE level = %(level)s) AS n USING (position)
WHERE e.made IS DISTINCT FROM n.hash
ORDER BY position LIMIT 1
