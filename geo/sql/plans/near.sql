-- The plans of other agencies near a footprint.
-- roads axis  their braces take overlaps/roads and overlaps/axis of p.shape
-- columns    its braces take plans/columns
-- agency     whose plans are left out; footprint: WKB, EPSG:4326; reach: metres
SELECT {columns} FROM intake.plan AS p
{roads}{axis}WHERE p.agency <> %(agency)s AND p.shape && published.around(ST_GeomFromWKB(%(footprint)s, 4326), %(reach)s)
    AND NOT EXISTS (SELECT FROM published.project_now AS v WHERE v.project_id = p.project_id)
ORDER BY p.number
