-- The footprints that a publication brings: of projects that showed none before, or another one.
-- number   the publication's number
-- returns  as boxes/spans
SELECT n.project_id, n.publication AS since, NULL::bigint AS until, n.footprint, n.geometry_class
FROM published.project_now AS n
WHERE n.publication = %(number)s
    -- A scalar query, which is asked by the key and only where there is one: a join would be planned before a first load.
    AND (n.version = 1 OR (
        SELECT o.withdrawn OR o.footprint IS DISTINCT FROM n.footprint FROM published.project_version AS o
        WHERE o.project_id = n.project_id AND o.version = n.version - 1
    ))
