-- Count the projects of the city and of each district as brief_change says.
-- reads  temporary table brief_change
INSERT INTO published.project_tally AS t (district_id, geometry_class, status, category, projects)
SELECT d.id, m.geometry_class, m.status, m.category, sum(m.sign)
FROM brief_change AS m CROSS JOIN LATERAL unnest(m.districts) AS d (id)
GROUP BY 1, 2, 3, 4 HAVING sum(m.sign) <> 0
ORDER BY 1, 2, 3, 4
ON CONFLICT (district_id, geometry_class, status, category) DO UPDATE SET projects = t.projects + excluded.projects
