-- The condition that a work of the pair o is looked at: by the index of either side, however many pairs there are.
-- table  its braces take where pairs are looked for, overlap or overlap_mark
-- reads  temporary table overlap_looked (project_id)
(o.one_id, o.other_id) IN (
    SELECT p.one_id, p.other_id FROM overlap_looked AS c
    CROSS JOIN LATERAL (
        SELECT n.one_id, n.other_id FROM published.{table} AS n WHERE n.one_id = c.project_id
        UNION ALL
        SELECT n.one_id, n.other_id FROM published.{table} AS n WHERE n.other_id = c.project_id
    ) AS p
)
