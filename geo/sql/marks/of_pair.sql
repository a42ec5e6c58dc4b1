-- The marks of a pair, the newest first.
-- one, other  ids of the works
SELECT publication, marked_at, state, reason, agency, saving, currency FROM published.overlap_mark
WHERE one_id = %(one)s AND other_id = %(other)s ORDER BY publication DESC
