-- Temporary table of the roads of a file; gone at the end of the transaction.
CREATE TEMPORARY TABLE road_sent (name text, class text, shape text NOT NULL) ON COMMIT DROP
