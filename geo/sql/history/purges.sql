-- What was purged of a version, the latest purge first.
-- reads    project_version as v
-- returns  JSON text: a list of objects with publication, purged_at, ground, fields
(
    SELECT coalesce(json_agg(json_build_object('publication', t.publication, 'purged_at', t.purged_at,
        'ground', t.ground, 'fields', t.fields) ORDER BY t.publication DESC)::text, '[]')
    FROM published.purge AS t WHERE t.project_id = v.project_id AND t.version = v.version
)
