-- Keys without their secrets, oldest first.
-- agency  whose; all where it is null
SELECT id, agency, names, scopes, label, created_at, revoked_at FROM intake.api_key
WHERE %(agency)s::text IS NULL OR agency = %(agency)s ORDER BY created_at, id
