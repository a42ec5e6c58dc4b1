-- Note the places of the points that a publication changes.
-- reads  temporary table change (project_id)
INSERT INTO overlap_place (shape)
SELECT s.shape FROM published.overlap_site AS s JOIN change AS c ON c.project_id = s.project_id WHERE s.dimension = 0
