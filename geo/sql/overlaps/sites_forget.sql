-- Forget the sites of the projects that a publication changes.
-- reads  temporary table change (project_id)
DELETE FROM published.overlap_site AS s USING change AS c WHERE s.project_id = c.project_id
