-- How many published projects there are, and how many have a code of an attribute, or of status with category, in each
-- class of geometry. A fact that is not entered or withheld counts under the code ''; projects without a footprint under
-- the class 'none'.
SELECT coalesce(v.geometry_class, 'none') AS geometry_class, c.attribute, c.code, count(*) AS projects
FROM published.project_now AS v
CROSS JOIN LATERAL (VALUES
    ('all', ''), ('status', coalesce(v.status, '')), ('category', coalesce(v.category, '')), ('agency', v.agency),
    ('status,category', concat(v.status, ',', v.category))
) AS c (attribute, code)
GROUP BY 1, 2, 3
