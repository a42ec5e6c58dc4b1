-- Count the published projects anew: all of them, by one attribute, and by status with
-- category, in each class of geometry.
-- A fact that is not entered or withheld counts under the code ''; projects without a footprint under the class 'none'.
INSERT INTO published.project_count (geometry_class, attribute, code, projects)
SELECT coalesce(v.geometry_class, 'none'), c.attribute, c.code, count(*)
FROM published.project_now AS v
CROSS JOIN LATERAL (VALUES
    ('all', ''), ('status', coalesce(v.status, '')), ('category', coalesce(v.category, '')), ('agency', v.agency),
    ('status,category', concat(v.status, ',', v.category))
) AS c (attribute, code)
GROUP BY 1, 2, 3
