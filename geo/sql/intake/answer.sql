-- Keep the answer for an Idempotency-Key.
UPDATE intake.idempotency SET status = %(status)s, answer = %(answer)s
WHERE key_id = %(key)s AND idempotency_key = %(idempotency)s
