-- How many published projects of a kind lie in each district, and in the whole city.
SELECT d.id AS district_id, coalesce(b.geometry_class, 'none') AS geometry_class, coalesce(b.status, '') AS status,
    coalesce(b.category, '') AS category, count(*) AS projects
FROM published.project_brief AS b CROSS JOIN LATERAL unnest(b.districts || ''::text) AS d (id)
GROUP BY 1, 2, 3, 4
