-- Which of these projects are published now.
-- ids  of the projects
SELECT project_id FROM published.project_now WHERE project_id = ANY (%(ids)s)
