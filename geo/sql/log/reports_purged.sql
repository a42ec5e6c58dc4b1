-- The condition that progress of a project is being purged.
-- reads  temporary table purging
v.project_id IN (
    SELECT a.project_id FROM purging AS a WHERE a.fields && '{progress_planned,progress_actual,progress_as_of}'
)
