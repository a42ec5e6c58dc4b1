-- The plans of other agencies near a footprint.
-- columns    its braces take plans/columns
-- agency     whose plans are left out; footprint: WKB, EPSG:4326; reach: metres
SELECT {columns} FROM intake.plan AS p
WHERE p.agency <> %(agency)s AND p.shape && published.around(ST_GeomFromWKB(%(footprint)s, 4326), %(reach)s)
    AND NOT EXISTS (SELECT FROM published.project_now AS v WHERE v.project_id = p.project_id)
ORDER BY p.number
