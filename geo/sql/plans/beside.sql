-- The plans of other agencies near the works and the plans of an agency.
-- roads axis  their braces take overlaps/roads and overlaps/axis of p.shape
-- columns  its braces take plans/columns
-- agency   whose works and plans; reach: metres
SELECT {columns} FROM intake.plan AS p
{roads}{axis}WHERE p.agency <> %(agency)s AND NOT EXISTS (SELECT FROM published.project_now AS v WHERE v.project_id = p.project_id)
    AND (
        EXISTS (SELECT FROM intake.plan AS o WHERE o.agency = %(agency)s AND o.shape && published.around(p.shape, %(reach)s))
        OR EXISTS (
            SELECT FROM published.overlap_site AS s JOIN published.project_now AS v ON v.project_id = s.project_id
            WHERE s.shape && published.around(p.shape, %(reach)s) AND v.agency = %(agency)s
        )
    )
ORDER BY p.number
