-- The checkpoint that was kept last.
SELECT note, verifiers FROM published.checkpoint ORDER BY number DESC LIMIT 1
