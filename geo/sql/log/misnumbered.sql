-- The first publication that does not follow the one before it by number and instant, or whose versions are not as many
-- as it says.
-- returns  number; at most one row
SELECT number
FROM (
    SELECT number, published_at, versions, row_number() OVER in_order AS expected,
        lag(published_at) OVER in_order AS before
    FROM published.publication WINDOW in_order AS (ORDER BY number)
) AS p
LEFT JOIN (
    SELECT publication, count(*) AS leaves FROM published.log_leaf WHERE kind = 'version' GROUP BY publication
) AS l ON l.publication = p.number
WHERE p.number <> p.expected OR p.published_at <= p.before OR p.versions <> coalesce(l.leaves, 0)
ORDER BY number LIMIT 1
