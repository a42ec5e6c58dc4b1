-- The boundary sets that there were at an earlier publication.
-- number  a placeholder is put in its braces; the publication's number
(
    SELECT g.code, g.names, g.valid_from, g.valid_to, g.source, g.licence, g.sketch, g.sample
    FROM ONLY published.boundary_set AS g
    WHERE NOT EXISTS (
        SELECT FROM published.boundary_set_past AS e WHERE e.code = g.code AND e.until > {number}::bigint
    )
    UNION ALL
    SELECT o.code, o.names, o.valid_from, o.valid_to, o.source, o.licence, o.sketch, o.sample
    FROM published.boundary_set_past AS o
    WHERE o.names IS NOT NULL AND o.until = (
        SELECT min(e.until) FROM published.boundary_set_past AS e WHERE e.code = o.code AND e.until > {number}::bigint
    )
)
