-- The projects that were published at an earlier publication: versions that are open still, and those closed since.
-- number  a placeholder is put in its braces; the publication's number
(
    SELECT p.* FROM published.project_version AS p
    WHERE upper_inf(p.published) AND NOT p.withdrawn AND p.publication <= {number}::bigint
        AND EXISTS (SELECT FROM published.publication AS w WHERE w.number = {number}::bigint)
    UNION ALL
    SELECT p.* FROM published.project_version AS p
    WHERE NOT upper_inf(p.published) AND NOT p.withdrawn
        AND p.published @> (SELECT w.published_at FROM published.publication AS w WHERE w.number = {number}::bigint)
)
