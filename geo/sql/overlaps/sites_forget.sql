-- Forget the sites of the projects that a publication changes, and which of them were left out.
-- reads  temporary table change (project_id)
WITH left_out AS (
    DELETE FROM published.overlap_left_out AS s USING change AS c WHERE s.project_id = c.project_id
)
DELETE FROM published.overlap_site AS s USING change AS c WHERE s.project_id = c.project_id
