-- Progress reports, and what is public of each. Those that came with a version are what the log says of them, where it says
-- anything; else one at most: the version's own progress, where that says something else of its day than the report before.
SELECT r.project_id, r.as_of, r.publication, r.planned, r.actual,
    p.public AND NOT 'progress_planned' = ANY (p.blocked) AS shows_planned,
    p.public AND NOT 'progress_actual' = ANY (p.blocked) AS shows_actual
FROM (
    SELECT t.*, lead(t.publication) OVER (PARTITION BY t.project_id, t.as_of ORDER BY t.publication) AS later
    FROM (
        SELECT v.project_id, s.as_of, v.publication, s.planned, s.actual
        FROM (
            SELECT DISTINCT ON (l.project_id, l.version) l.project_id, l.version, x.text::jsonb AS told
            FROM published.log_leaf AS l JOIN published.log_text AS x ON x.position = l.position
            WHERE l.kind = 'reports' ORDER BY l.project_id, l.version, l.position DESC
        ) AS l
        JOIN published.project_version AS v ON v.project_id = l.project_id AND v.version = l.version
        CROSS JOIN LATERAL jsonb_to_recordset(l.told) AS s (as_of date, planned numeric, actual numeric)
        UNION ALL
        SELECT v.project_id, v.progress_as_of, v.publication, v.progress_planned, v.progress_actual
        FROM published.project_version AS v
        LEFT JOIN LATERAL (
            SELECT k.planned, k.actual FROM published.progress_report AS k
            WHERE k.project_id = v.project_id AND k.as_of = v.progress_as_of AND k.publication < v.publication
            ORDER BY k.publication DESC LIMIT 1
        ) AS k ON true
        WHERE v.progress_as_of IS NOT NULL AND NOT v.withdrawn
            AND (k.planned, k.actual) IS DISTINCT FROM (v.progress_planned, v.progress_actual)
            AND NOT EXISTS (
                SELECT FROM published.log_leaf AS l
                WHERE l.project_id = v.project_id AND l.version = v.version AND l.kind = 'reports'
            )
    ) AS t
) AS r
JOIN published.project_version AS n ON n.project_id = r.project_id AND upper_inf(n.published)
CROSS JOIN LATERAL (
    SELECT n.blocked, NOT n.withdrawn AND NOT 'progress_as_of' = ANY (n.blocked) AND r.later IS NULL AS public
) AS p
