-- Keep the progress reports that say something new about a date, and count those that are public.
-- number  publication number
WITH come AS (
    INSERT INTO published.progress_report (project_id, as_of, publication, planned, actual, shows_planned, shows_actual)
    SELECT c.project_id, r.as_of, %(number)s, r.planned, r.actual,
        p.public AND NOT 'progress_planned' = ANY (c.blocked), p.public AND NOT 'progress_actual' = ANY (c.blocked)
    FROM change AS c
    CROSS JOIN LATERAL (SELECT NOT c.withdrawn AND NOT 'progress_as_of' = ANY (c.blocked) AS public) AS p
    CROSS JOIN LATERAL jsonb_to_recordset(c.reports) AS r (as_of date, planned numeric, actual numeric)
    LEFT JOIN LATERAL (
        SELECT known.planned, known.actual FROM published.progress_report AS known
        WHERE known.project_id = c.project_id AND known.as_of = r.as_of ORDER BY known.publication DESC LIMIT 1
    ) AS k ON true
    WHERE (k.planned, k.actual) IS DISTINCT FROM (r.planned, r.actual)
    RETURNING shows_planned OR shows_actual AS shown
)
INSERT INTO published.collection_count AS known (collection, features)
SELECT 'progress', count(*) FROM come WHERE shown
ON CONFLICT (collection) DO UPDATE SET features = known.features + excluded.features
