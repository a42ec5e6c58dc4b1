-- The checkpoints that are kept, the oldest first.
SELECT note, verifiers FROM published.checkpoint ORDER BY number
