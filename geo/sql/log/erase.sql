-- Erase the random bits of the leaves whose text a publication purges, so that it cannot be guessed from their hashes.
-- number  publication number of the purge
UPDATE published.log_leaf AS l SET nonce = NULL
FROM published.purge AS p
WHERE p.publication = %(number)s AND l.project_id = p.project_id AND l.version = p.version AND l.nonce IS NOT NULL
