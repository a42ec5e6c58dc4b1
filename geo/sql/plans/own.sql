-- The plans of an agency that are not published.
-- columns  its braces take plans/columns
SELECT {columns} FROM intake.plan AS p
WHERE p.agency = %(agency)s AND NOT EXISTS (SELECT FROM published.project_now AS v WHERE v.project_id = p.project_id)
ORDER BY p.number
