-- Let rules hold from a publication on.
-- number       the publication's number
-- rules        as JSON; fingerprint: of them; shipped: whether they are those that the program brings
INSERT INTO published.overlap_rules (publication, rules, fingerprint, shipped)
VALUES (%(number)s, %(rules)s::jsonb, %(fingerprint)s, %(shipped)s)
ON CONFLICT (publication) DO UPDATE
SET rules = excluded.rules, fingerprint = excluded.fingerprint, shipped = excluded.shipped
