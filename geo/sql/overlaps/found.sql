-- Temporary table of the pairs that a publication finds; gone at the end of the transaction.
CREATE TEMPORARY TABLE overlap_found ON COMMIT DROP AS
SELECT one_id, other_id, {columns} FROM published.overlap WITH NO DATA
