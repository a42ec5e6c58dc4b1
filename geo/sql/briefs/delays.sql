-- Sum the delays of the ongoing projects of the city and of each district as brief_change says: from sums by year and by
-- month of the day on which a project is due, those to any day follow. Days are counted from 2000-01-01; a project that
-- has ended, whose delay stays, is summed under that day.
-- reads  temporary table brief_change
INSERT INTO published.project_delay AS k (district_id, span, starts, category, works, late, original_days, due_days)
SELECT d.id, s.span, s.starts, m.category, sum(m.sign), coalesce(sum(m.sign) FILTER (WHERE m.due > m.original_end), 0),
    sum(m.sign * (m.original_end - date '2000-01-01')), sum(m.sign * (m.due - date '2000-01-01'))
FROM brief_change AS m
CROSS JOIN LATERAL (
    SELECT 'ended' AS span, date '2000-01-01' AS starts WHERE m.ended
    UNION ALL
    SELECT 'year', make_date(extract(year FROM m.due)::integer, 1, 1) WHERE NOT m.ended
    UNION ALL
    SELECT 'month', make_date(extract(year FROM m.due)::integer, extract(month FROM m.due)::integer, 1)
    WHERE NOT m.ended
) AS s
CROSS JOIN LATERAL unnest(m.districts) AS d (id)
WHERE m.original_end IS NOT NULL AND m.due IS NOT NULL
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4
ON CONFLICT (district_id, span, starts, category) DO UPDATE SET works = k.works + excluded.works,
    late = k.late + excluded.late, original_days = k.original_days + excluded.original_days,
    due_days = k.due_days + excluded.due_days
