-- Keep the counters of published projects: what this publication brings counts up, what it closes counts down.
-- number        publication number
-- published_at  its instant, UTC
INSERT INTO published.project_count AS known (geometry_class, attribute, code, projects)
SELECT coalesce(v.geometry_class, 'none'), c.attribute, c.code, sum(v.step)
FROM (
    SELECT new.geometry_class, new.status, new.category, new.agency, 1 AS step
    FROM published.project_version AS new WHERE new.publication = %(number)s AND NOT new.withdrawn
    UNION ALL
    SELECT old.geometry_class, old.status, old.category, old.agency, -1
    FROM change JOIN published.project_version AS old
        ON old.project_id = change.project_id AND old.version = change.version - 1
    WHERE change.version > 1 AND NOT old.withdrawn
) AS v
CROSS JOIN LATERAL (VALUES
    ('all', ''), ('status', coalesce(v.status, '')), ('category', coalesce(v.category, '')), ('agency', v.agency),
    ('status,category', concat(v.status, ',', v.category))
) AS c (attribute, code)
GROUP BY 1, 2, 3 HAVING sum(v.step) <> 0
ON CONFLICT (geometry_class, attribute, code) DO UPDATE SET projects = known.projects + excluded.projects
