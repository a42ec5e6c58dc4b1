-- The first record of a table that is not what the published versions give: another one, missing, or one too many. Both
-- sides come in the order of the key and are merged: nothing of their size is held.
-- table    its braces take the table's name
-- key      the columns of its key
-- columns  and all that are compared
-- only     the condition on records that count
-- made     what they are made from: a query with these columns
-- returns  the key as text, the record as it is and as it should be (JSON, null where it is not there); at most one row
SELECT d.key, to_jsonb(d.k) AS kept, to_jsonb(d.e) AS made
FROM (
    SELECT concat_ws(', ', {key}) AS key, k, e
    FROM (SELECT {columns} FROM published.{table} WHERE {only}) AS k
    FULL JOIN (SELECT {columns} FROM ({made}) AS m) AS e USING ({key})
    WHERE (k *= e) IS NOT true
    ORDER BY {key} LIMIT 1
) AS d
