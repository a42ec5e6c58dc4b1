-- Note how far a push has come; what is null stays as it was.
UPDATE intake.push SET
    state = %(state)s,
    items = coalesce(%(items)s, items),
    reason = coalesce(%(reason)s, reason),
    publication = coalesce(%(publication)s, publication),
    decided_by = coalesce(%(decided_by)s, decided_by),
    decided_at = CASE WHEN %(decided_by)s::text IS NULL THEN decided_at ELSE clock_timestamp() END
WHERE id = %(push)s
