-- Keep when something of each agency was published last.
-- counted  its braces take disclosed/updated of this publication, or of all
INSERT INTO published.disclosure_update AS k (agency, updated_at)
SELECT * FROM ({counted}) AS c
ORDER BY agency
ON CONFLICT (agency) DO UPDATE SET updated_at = excluded.updated_at
