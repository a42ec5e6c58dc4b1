-- Write the nodes of one level over a range of the level below it: each over a node at an even place and the next one.
-- level        the level, from 1
-- first, last  positions in the level below; first is even, last is odd
INSERT INTO published.log_node (level, position, hash)
SELECT %(level)s, position >> 1, sha256('\x01'::bytea || hash || beside)
FROM (SELECT position, hash, lead(hash) OVER (ORDER BY position) AS beside FROM ({below}) AS below) AS pair
WHERE position & 1 = 0
