-- Temporary table of the works that a publication looks at: those that it changes, and those whose place becomes crowded
-- or stops being so; gone at the end of the transaction.
-- reads  temporary table change (project_id)
CREATE TEMPORARY TABLE overlap_looked ON COMMIT DROP AS SELECT project_id FROM change
