-- The policy that was applied last to what is published, among the loads behind one; and which load is the newest.
-- seen     the load
-- returns  one row: last (null where there is none), digest (the SHA-256 of the policy's file; null where none was applied)
SELECT max(l.id) AS last, (array_agg(l.file_sha256 ORDER BY l.id DESC)
    FILTER (WHERE l.kind = 'republish' AND l.file_sha256 IS NOT NULL))[1] AS digest
FROM intake.load AS l WHERE l.id > %(seen)s
