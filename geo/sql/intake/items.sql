-- Items of a push in their order, payloads as text.
-- push          its number
-- states        the states they are in; any where it is null
-- after limit   those with a greater number, so many
SELECT number, code, project_id, state, payload::text AS payload, reasons, revision FROM intake.push_item
WHERE push_id = %(push)s AND number > %(after)s AND (%(states)s::text[] IS NULL OR state = ANY (%(states)s))
ORDER BY number LIMIT %(limit)s
