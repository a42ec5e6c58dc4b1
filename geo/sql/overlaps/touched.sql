-- The condition that a work of the pair o is looked at: by the index of either side.
-- table  its braces take where pairs are looked for, overlap or overlap_mark
-- reads  temporary table overlap_looked (project_id)
(o.one_id, o.other_id) IN (
    SELECT p.one_id, p.other_id FROM published.{table} AS p JOIN overlap_looked AS c ON c.project_id = p.one_id
    UNION ALL
    SELECT p.one_id, p.other_id FROM published.{table} AS p JOIN overlap_looked AS c ON c.project_id = p.other_id
)
