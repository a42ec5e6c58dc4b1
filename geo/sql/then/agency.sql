-- The agencies with the names that they had at an earlier publication.
-- number  a placeholder is put in its braces; the publication's number
(
    SELECT g.code, coalesce((
        SELECT o.names FROM published.agency_past AS o WHERE o.code = g.code AND o.until > {number}::bigint
        ORDER BY o.until LIMIT 1
    ), g.names) AS names
    FROM ONLY published.agency AS g
)
