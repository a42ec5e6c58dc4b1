-- The loads that rows are read of, with their mappings.
-- chosen   its braces take the temporary table
-- returns  id, mapping (JSON)
SELECT l.id, l.mapping FROM intake.load AS l WHERE l.id IN (SELECT c.load_id FROM {chosen} AS c) ORDER BY l.id
