-- Keep what the works of target are chosen by, where they are on the map.
-- reads  temporary table target (project_id, version, status, category, agency, dates, withdrawn, footprint)
INSERT INTO published.map_work (
    project_id, version, geometry_class, status, category, agency, planned_start, planned_end, actual_start, actual_end,
    districts
)
SELECT t.project_id, t.version, published.geometry_class(t.footprint), t.status, t.category, t.agency, t.planned_start,
    t.planned_end, t.actual_start, t.actual_end,
    ARRAY(
        SELECT s.district_id FROM published.district_share AS s
        WHERE s.project_id = t.project_id AND s.version = t.version ORDER BY s.district_id
    )
FROM target AS t WHERE NOT t.withdrawn AND t.footprint IS NOT NULL
