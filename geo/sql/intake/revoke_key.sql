-- Revoke a key that is in force.
-- id       the key's
-- returns  the key; no row where none in force has the id
UPDATE intake.api_key SET revoked_at = clock_timestamp() WHERE id = %(id)s AND revoked_at IS NULL
RETURNING id, agency, names, scopes, label, created_at, revoked_at
