-- From which publication on footprints were shown, over however many versions, and which one ended that (null for those
-- that are shown now). What is withdrawn or purged shows none.
-- chosen   its braces take the condition on versions v, which holds for all of a project or none
-- returns  project_id, since, until, footprint (null while none was shown), geometry_class
SELECT c.project_id, c.publication AS since, lead(c.publication) OVER later AS until, c.footprint, c.geometry_class
FROM (
    SELECT v.project_id, v.version, v.publication, v.geometry_class, s.footprint,
        s.footprint IS DISTINCT FROM lag(s.footprint) OVER (PARTITION BY v.project_id ORDER BY v.version) AS begins
    FROM published.project_version AS v
    CROSS JOIN LATERAL (SELECT CASE WHEN NOT v.withdrawn THEN v.footprint END AS footprint) AS s
    WHERE {chosen}
) AS c
WHERE c.begins
WINDOW later AS (PARTITION BY c.project_id ORDER BY c.version)
