-- The rules by which pairs were found.
-- $1       the number of an earlier publication, or null for now
-- returns  rules (JSON), their fingerprint then, publication since which they hold, shipped: whether they are those that the program brings
SELECT r.rules::text AS rules, r.fingerprint, r.publication, r.shipped
FROM published.overlap_rules AS r WHERE r.publication <= coalesce($1::bigint, 9223372036854775807)
ORDER BY r.publication DESC LIMIT 1
