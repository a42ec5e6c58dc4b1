-- How much of a version lay in a district at an earlier publication: as now, but for sets published anew since.
-- number  a placeholder is put in its braces; the publication's number
(
    SELECT g.project_id, g.version, g.district_id, g.measure, g.amount, g.share
    FROM ONLY published.district_share AS g
    WHERE g.district_id <> ALL (ARRAY(
        SELECT h.id FROM ONLY published.district AS h
        JOIN published.boundary_set_past AS e ON e.code = h.set_code AND e.until > {number}::bigint
    ))
    UNION ALL
    SELECT o.project_id, o.version, o.district_id, o.measure, o.amount, o.share
    FROM published.district_share_past AS o
    WHERE o.until = (
        SELECT min(e.until) FROM published.boundary_set_past AS e
        WHERE e.code = o.set_code AND e.until > {number}::bigint
    )
)
