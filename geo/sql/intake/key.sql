-- One key with the hash of its secret.
-- id  the key's
SELECT id, agency, names, scopes, label, created_at, revoked_at, secret_sha256 FROM intake.api_key WHERE id = %(id)s
