-- Temporary table of the places where the points of changed works are or were; gone at the end of the transaction.
CREATE TEMPORARY TABLE overlap_place (shape geometry NOT NULL) ON COMMIT DROP
