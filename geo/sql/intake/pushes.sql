-- Pushes of an agency, newest first.
-- agency        whose
-- id            one of them, or null
-- states        the states they are in; any where it is null
-- before limit  those with a smaller number (null: all), so many
SELECT id, key_id, agency, kind, partial, is_full AS "full", state, reason, items, publication, received_at, decided_at,
    decided_by
FROM intake.push
WHERE agency = %(agency)s AND (%(id)s::bigint IS NULL OR id = %(id)s)
    AND (%(states)s::text[] IS NULL OR state = ANY (%(states)s)) AND (%(before)s::bigint IS NULL OR id < %(before)s)
ORDER BY id DESC LIMIT %(limit)s
