-- The versions of an earlier publication for those who have their keys: without a look at what is open still and what not.
-- number   a placeholder is put in its braces; the publication's number
(
    SELECT p.* FROM published.project_version AS p
    WHERE NOT p.withdrawn
        AND p.published @> (SELECT w.published_at FROM published.publication AS w WHERE w.number = {number}::bigint)
) AS v
