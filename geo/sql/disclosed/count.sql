-- Count what has changed of how much is disclosed.
-- counted  its braces take disclosed/counted
INSERT INTO published.disclosure_count AS k (agency, month, field, published, zeros, generalised, withheld, delayed)
SELECT * FROM ({counted}) AS c
ORDER BY agency, month, field
ON CONFLICT (agency, month, field) DO UPDATE SET published = k.published + excluded.published,
    zeros = k.zeros + excluded.zeros, generalised = k.generalised + excluded.generalised,
    withheld = k.withheld + excluded.withheld, delayed = k.delayed + excluded.delayed
