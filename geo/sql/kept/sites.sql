-- The first of some works that is not compared as its version, the roads and the rules give.
-- made     what is made of these works, a JSON array of rows; ids: of the works
-- columns  its braces take what is compared
SELECT d.key, to_jsonb(d.k) AS kept, to_jsonb(d.e) AS made
FROM (
    SELECT project_id AS key, k, e
    FROM (SELECT {columns} FROM published.overlap_site WHERE project_id = ANY (%(ids)s)) AS k
    FULL JOIN (
        SELECT {columns} FROM json_populate_recordset(NULL::published.overlap_site, %(made)s::json)
    ) AS e USING (project_id)
    WHERE (k *= e) IS NOT true
    ORDER BY 1 LIMIT 1
) AS d
