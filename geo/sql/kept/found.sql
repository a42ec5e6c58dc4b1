-- The first pair of which the first work is one of these, that is not as it is found now.
-- found    what is found, a JSON array of rows; ids: of the works
-- columns  its braces take what is compared
SELECT d.key, to_jsonb(d.k) AS kept, to_jsonb(d.e) AS made
FROM (
    SELECT one_id || '~' || other_id AS key, k, e
    FROM (SELECT one_id, other_id, {columns} FROM published.overlap WHERE one_id = ANY (%(ids)s)) AS k
    FULL JOIN (
        SELECT one_id, other_id, {columns} FROM json_populate_recordset(NULL::published.overlap, %(found)s::json)
    ) AS e USING (one_id, other_id)
    WHERE (k *= e) IS NOT true
    ORDER BY 1 LIMIT 1
) AS d
