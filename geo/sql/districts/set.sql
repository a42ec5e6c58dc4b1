-- Publish a boundary set, or what is now said of it.
INSERT INTO published.boundary_set (code, names, valid_from, valid_to, source, licence, sketch, sample)
VALUES (%(code)s, %(names)s, %(valid_from)s, %(valid_to)s, %(source)s, %(licence)s, %(sketch)s, %(sample)s)
ON CONFLICT (code) DO UPDATE SET names = excluded.names, valid_from = excluded.valid_from,
    valid_to = excluded.valid_to, source = excluded.source, licence = excluded.licence, sketch = excluded.sketch,
    sample = excluded.sample
