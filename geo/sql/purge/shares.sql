-- Forget in which districts a footprint lay that is purged, or those that the agency named.
-- reads  temporary table purging
WITH earlier AS (
    DELETE FROM published.district_share_past AS s USING purging AS a
    WHERE s.project_id = a.project_id AND s.version = a.version
        AND CASE s.measure WHEN 'declared' THEN 'declared_districts' ELSE 'footprint' END = ANY (a.fields)
), boxes AS (
    DELETE FROM published.project_box_past AS b USING purging AS a JOIN published.project_version AS v
        ON v.project_id = a.project_id AND v.version = a.version
    WHERE b.project_id = a.project_id AND b.since = v.publication AND 'footprint' = ANY (a.fields)
)
DELETE FROM published.district_share AS s USING purging AS a
WHERE s.project_id = a.project_id AND s.version = a.version
    AND CASE s.measure WHEN 'declared' THEN 'declared_districts' ELSE 'footprint' END = ANY (a.fields)
