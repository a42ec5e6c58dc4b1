-- The districts that there were at an earlier publication.
-- number  a placeholder is put in its braces; the publication's number
(
    SELECT g.id, g.set_code, g.code, g.parent, g.level, g.names, g.valid_from, g.valid_to, g.boundary, g.label_point,
        g.area_m2
    FROM ONLY published.district AS g
    WHERE NOT EXISTS (
        SELECT FROM published.boundary_set_past AS e WHERE e.code = g.set_code AND e.until > {number}::bigint
    )
    UNION ALL
    SELECT o.id, o.set_code, o.code, o.parent, o.level, o.names, o.valid_from, o.valid_to, o.boundary, o.label_point,
        o.area_m2
    FROM published.district_past AS o
    WHERE o.until = (
        SELECT min(e.until) FROM published.boundary_set_past AS e
        WHERE e.code = o.set_code AND e.until > {number}::bigint
    )
)
