-- Note everything that is recorded of small tables, and of the pairs of earlier, to be appended to the log.
INSERT INTO published.log_due (id)
SELECT r.id FROM published.record AS r
UNION ALL
SELECT DISTINCT 'overlap_past/' || o.until FROM published.overlap_past AS o
