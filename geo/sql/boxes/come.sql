-- The footprints that a publication brings: of projects that showed none, or another one.
-- number   the publication's number; project_box has only the boxes of footprints that stay
-- returns  as boxes/spans
SELECT n.project_id, n.publication AS since, NULL::bigint AS until, n.footprint, n.geometry_class
FROM published.project_now AS n
WHERE n.publication = %(number)s
    AND NOT EXISTS (SELECT FROM published.project_box AS b WHERE b.project_id = n.project_id)
