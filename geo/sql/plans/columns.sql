-- What is read of the plan p, with its geodesic length (m) or area (m2), and of the tables r and x, overlaps/roads and
-- overlaps/axis.
p.number, p.project_id, p.agency, p.window_start, p.window_end, p.early_start, p.late_end, p.category, p.firmness, p.ground,
    p.exception, p.office, CASE ST_Dimension(p.shape) WHEN 1 THEN ST_Length(p.shape::geography) ELSE 0 END AS length,
    CASE ST_Dimension(p.shape) WHEN 2 THEN ST_Area(p.shape::geography) ELSE 0 END AS area,
    coalesce(r.streets, '{}') AS streets, coalesce(r.road_classes, '{}') AS road_classes, coalesce(x.axis_length, 0) AS axis_length
