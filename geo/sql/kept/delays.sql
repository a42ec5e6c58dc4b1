-- The delays of the ongoing projects of the city and of each district, by the day that they are due or were done.
SELECT d.id AS district_id, s.span, s.starts, coalesce(b.category, '') AS category, count(*) AS works,
    count(*) FILTER (WHERE s.day > b.original_end) AS late, sum(b.original_end - date '2000-01-01') AS original_days,
    sum(s.day - date '2000-01-01') AS due_days
FROM published.project_brief AS b
CROSS JOIN LATERAL (
    SELECT 'ended' AS span, date '2000-01-01' AS starts, b.actual_end AS day WHERE b.due IS NULL
    UNION ALL
    SELECT 'year', date_trunc('year', b.due)::date, b.due WHERE b.due IS NOT NULL
    UNION ALL
    SELECT 'month', date_trunc('month', b.due)::date, b.due WHERE b.due IS NOT NULL
) AS s
CROSS JOIN LATERAL unnest(b.districts || ''::text) AS d (id)
WHERE b.status = 'implementation' AND b.original_end IS NOT NULL AND s.day IS NOT NULL
GROUP BY 1, 2, 3, 4
