-- What was answered for an Idempotency-Key.
SELECT digest, status, answer FROM intake.idempotency WHERE key_id = %(key)s AND idempotency_key = %(idempotency)s
