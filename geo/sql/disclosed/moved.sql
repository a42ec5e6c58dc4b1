-- The versions that a publication brings (sign 1) and those that it replaces (-1), with the month of it in UTC.
-- number  publication number
-- reads   temporary table change
SELECT 1 AS sign, date_trunc('month', lower(v.published) AT TIME ZONE 'UTC')::date AS month, v.*
FROM published.project_version AS v
WHERE v.publication = %(number)s AND NOT v.withdrawn
UNION ALL
SELECT -1, date_trunc('month', upper(v.published) AT TIME ZONE 'UTC')::date, v.*
FROM change AS c JOIN published.project_version AS v ON v.project_id = c.project_id AND v.version = c.version - 1
WHERE c.version > 1 AND NOT v.withdrawn
