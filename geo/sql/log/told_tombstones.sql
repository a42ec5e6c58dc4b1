-- What the log says of tombstones.
-- only  its braces take which of the purges p
SELECT p.project_id, p.version, jsonb_build_object('publication', p.publication, 'fields', p.fields, 'ground', p.ground,
    'decided_by', p.decided_by)::text AS text
FROM published.purge AS p
WHERE {only}
