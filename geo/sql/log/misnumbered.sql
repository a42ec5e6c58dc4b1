-- The first publication that does not follow the one before it by number and instant, whose versions are not as many as it
-- says, that no leaf dates, or that is not as a later leaf recorded it.
-- returns  number; at most one row
SELECT number
FROM (
    SELECT number, published_at, versions, row_number() OVER in_order AS expected,
        lag(published_at) OVER in_order AS before
    FROM published.publication WINDOW in_order AS (ORDER BY number)
) AS p
LEFT JOIN (
    SELECT publication, count(*) FILTER (WHERE kind = 'version') AS versions FROM published.log_leaf GROUP BY publication
) AS l ON l.publication = p.number
LEFT JOIN (
    SELECT l.project_id AS id, x.text::jsonb AS told
    FROM published.log_leaf AS l JOIN published.log_text AS x ON x.position = l.position
    WHERE l.kind = 'record' AND l.project_id LIKE 'publication/%'
) AS r ON r.id = 'publication/' || p.number
WHERE p.number <> p.expected OR p.published_at <= p.before OR p.versions <> coalesce(l.versions, 0)
    OR l.publication IS NULL AND r.told IS NULL
    OR r.told <> jsonb_build_object('number', p.number, 'versions', p.versions,
        'published_at', to_char(p.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
ORDER BY number LIMIT 1
