-- Keep a new key.
-- id agency names scopes label  of the key; secret is the SHA-256 of its secret
-- returns  the key without its secret
INSERT INTO intake.api_key (id, agency, names, scopes, label, secret_sha256)
VALUES (%(id)s, %(agency)s, %(names)s, %(scopes)s, %(label)s, %(secret)s)
RETURNING id, agency, names, scopes, label, created_at, revoked_at
