-- Keep the facts of a project in place of those before.
INSERT INTO intake.record (
    project_id, agency, code, facts, revision, sequence, source_time, withdrawn, push_id, updated_at
) VALUES (
    %(project_id)s, %(agency)s, %(code)s, %(facts)s, %(revision)s, %(sequence)s, %(source_time)s, %(withdrawn)s,
    %(push_id)s, clock_timestamp()
) ON CONFLICT (project_id) DO UPDATE SET
    facts = excluded.facts, revision = excluded.revision, sequence = excluded.sequence,
    source_time = excluded.source_time, withdrawn = excluded.withdrawn, push_id = excluded.push_id,
    updated_at = excluded.updated_at
