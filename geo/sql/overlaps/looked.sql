-- Note the works that a publication changes; those whose place becomes crowded, or stops being so, come to them.
-- reads  temporary table change (project_id)
INSERT INTO overlap_looked (project_id) SELECT project_id FROM change
