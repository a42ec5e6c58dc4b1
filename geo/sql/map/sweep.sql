-- Remove the cells in which nothing is left.
-- reads  temporary table cell_delta
WITH left_empty AS (
    DELETE FROM published.map_cell AS c USING (SELECT DISTINCT cell FROM cell_delta WHERE works < 0) AS d
    WHERE c.cell = d.cell AND c.works = 0
)
DELETE FROM published.map_cell_kind AS k USING cell_delta AS d
WHERE d.works < 0 AND k.cell = d.cell AND k.status = d.status AND k.category = d.category AND k.works = 0
