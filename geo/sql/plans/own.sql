-- The plans of an agency that are not published.
-- roads axis  their braces take overlaps/roads and overlaps/axis of p.shape
-- columns  its braces take plans/columns
SELECT {columns} FROM intake.plan AS p
{roads}{axis}WHERE p.agency = %(agency)s AND NOT EXISTS (SELECT FROM published.project_now AS v WHERE v.project_id = p.project_id)
ORDER BY p.number
