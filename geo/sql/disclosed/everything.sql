-- Every version as come (sign 1) in the month, in UTC, in which it was published, and every closed one as gone (-1).
SELECT 1 AS sign, date_trunc('month', lower(v.published) AT TIME ZONE 'UTC')::date AS month, v.*
FROM published.project_version AS v
WHERE NOT v.withdrawn
UNION ALL
SELECT -1, date_trunc('month', upper(v.published) AT TIME ZONE 'UTC')::date, v.*
FROM published.project_version AS v
WHERE NOT v.withdrawn AND NOT upper_inf(v.published)
