-- Forget in which districts a footprint lay that is purged, or those that the agency named.
-- reads  temporary table purging
WITH earlier AS (
    DELETE FROM published.district_share_past AS s USING purging AS a
    WHERE s.project_id = a.project_id AND s.version = a.version
        AND CASE s.measure WHEN 'declared' THEN 'declared_districts' ELSE 'footprint' END = ANY (a.fields)
)
DELETE FROM published.district_share AS s USING purging AS a
WHERE s.project_id = a.project_id AND s.version = a.version
    AND CASE s.measure WHEN 'declared' THEN 'declared_districts' ELSE 'footprint' END = ANY (a.fields)
