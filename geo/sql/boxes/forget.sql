-- Forget the boxes of the projects that change.
-- reads  temporary table change (project_id)
DELETE FROM published.project_box AS b USING change AS c WHERE b.project_id = c.project_id
