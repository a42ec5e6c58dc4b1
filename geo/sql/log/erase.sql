-- Erase the random bits of the leaves whose text is purged, so that it cannot be guessed from their hashes.
-- reads  temporary table purging
UPDATE published.log_leaf AS l SET nonce = NULL
FROM purging AS a
WHERE l.project_id = a.project_id AND l.version = a.version AND l.kind IN ('version', 'purge') AND l.nonce IS NOT NULL
