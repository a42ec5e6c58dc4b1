-- Publish a boundary set, or what is now said of it: what is null, or no names, leaves what was said before.
INSERT INTO published.boundary_set AS old (code, names, valid_from, valid_to, source, licence, sketch, sample)
VALUES (%(code)s, %(names)s, %(valid_from)s, %(valid_to)s, %(source)s, %(licence)s, %(sketch)s, %(sample)s)
ON CONFLICT (code) DO UPDATE SET names = coalesce(nullif(excluded.names, '{}'), old.names),
    valid_from = coalesce(excluded.valid_from, old.valid_from), valid_to = coalesce(excluded.valid_to, old.valid_to),
    source = coalesce(excluded.source, old.source), licence = coalesce(excluded.licence, old.licence),
    sketch = excluded.sketch, sample = excluded.sample
