-- Leave only what versions hold a value of.
-- reads  temporary table purging
WITH held AS (
    SELECT a.project_id, a.version, published.held(v, a.fields) AS fields
    FROM purging AS a JOIN published.project_version AS v ON v.project_id = a.project_id AND v.version = a.version
), none AS (
    DELETE FROM purging AS a USING held AS h
    WHERE h.project_id = a.project_id AND h.version = a.version AND h.fields = '{}'
)
UPDATE purging AS a SET fields = h.fields FROM held AS h
WHERE h.project_id = a.project_id AND h.version = a.version AND h.fields <> '{}'
