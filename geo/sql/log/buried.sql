-- The first tombstone that is not what a leaf says of it.
-- returns  project_id, version, publication; at most one row
SELECT project_id, version, publication
FROM (
    SELECT l.project_id, l.version, (x.text::jsonb ->> 'publication')::bigint AS publication, x.text::jsonb AS told
    FROM published.log_leaf AS l JOIN published.log_text AS x ON x.position = l.position WHERE l.kind = 'tombstone'
) AS l
FULL JOIN (
    SELECT project_id, version, publication, jsonb_build_object('publication', publication, 'fields', fields,
        'ground', ground, 'decided_by', decided_by) AS told
    FROM published.purge
) AS p USING (project_id, version, publication)
WHERE l.told IS DISTINCT FROM p.told
ORDER BY publication, project_id, version LIMIT 1
