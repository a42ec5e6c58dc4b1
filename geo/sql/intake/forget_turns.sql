-- Forget names that have not asked for a minute: they have all their turns again. Who is being counted is left alone.
DELETE FROM intake.rate WHERE name IN (
    SELECT name FROM intake.rate WHERE at < clock_timestamp() - interval '1 minute' FOR UPDATE SKIP LOCKED
)
