-- Events of the audit, oldest first.
-- agency actor  whose; any where null
-- after limit   those with a greater id, so many
SELECT id, at, actor, agency, address, action, target, outcome, detail FROM intake.audit
WHERE id > %(after)s AND (%(agency)s::text IS NULL OR agency = %(agency)s)
    AND (%(actor)s::text IS NULL OR actor = %(actor)s)
ORDER BY id LIMIT %(limit)s
