-- Every checkpoint that is kept, the oldest first.
SELECT note, verifiers FROM published.checkpoint ORDER BY number
