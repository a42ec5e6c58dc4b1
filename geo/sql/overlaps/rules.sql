-- The rules in force.
SELECT rules::text, fingerprint, shipped FROM published.overlap_rules ORDER BY publication DESC LIMIT 1
