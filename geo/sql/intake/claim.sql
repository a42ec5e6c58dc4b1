-- Take an Idempotency-Key, unless it has been taken.
INSERT INTO intake.idempotency (key_id, idempotency_key, digest) VALUES (%(key)s, %(idempotency)s, %(digest)s)
ON CONFLICT DO NOTHING
