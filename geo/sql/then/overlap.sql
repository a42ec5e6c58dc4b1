-- The pairs that were found at an earlier publication.
-- number  a placeholder is put in its braces; the publication's number
(
    SELECT o.* FROM ONLY published.overlap AS o WHERE o.since <= {number}::bigint
    UNION ALL
    SELECT {past} FROM published.overlap_past AS p WHERE p.since <= {number}::bigint AND p.until > {number}::bigint
)
