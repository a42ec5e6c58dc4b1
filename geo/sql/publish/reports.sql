-- Keep the progress reports that say something new about a date.
-- number  publication number
INSERT INTO published.progress_report (project_id, as_of, publication, planned, actual)
SELECT c.project_id, r.as_of, %(number)s, r.planned, r.actual
FROM change AS c
CROSS JOIN LATERAL jsonb_to_recordset(c.reports) AS r (as_of date, planned numeric, actual numeric)
LEFT JOIN LATERAL (
    SELECT known.planned, known.actual FROM published.progress_report AS known
    WHERE known.project_id = c.project_id AND known.as_of = r.as_of ORDER BY known.publication DESC LIMIT 1
) AS k ON true
WHERE (k.planned, k.actual) IS DISTINCT FROM (r.planned, r.actual)
