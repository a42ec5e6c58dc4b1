-- Count the changes that versions bring.
-- counted  its braces take disclosed/decided_then of this publication, or of all
INSERT INTO published.disclosure_decision AS k (agency, decided_on, published_on, decisions)
SELECT * FROM ({counted}) AS c
ORDER BY agency, decided_on, published_on
ON CONFLICT (agency, decided_on, published_on) DO UPDATE SET decisions = k.decisions + excluded.decisions
