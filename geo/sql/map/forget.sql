-- Forget what is chosen by of the works of target.
-- reads  temporary table target (project_id)
DELETE FROM published.map_work AS w USING target AS t WHERE w.project_id = t.project_id
