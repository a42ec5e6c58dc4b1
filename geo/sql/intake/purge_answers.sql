-- Forget the answers given for Idempotency-Keys.
-- before  answers made earlier
DELETE FROM intake.idempotency WHERE made_at < %(before)s
