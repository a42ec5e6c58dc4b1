-- Keep where and when the projects of a publication can concern others.
-- reads  temporary table overlap_days, one row a project that has any ground of its own to be compared
INSERT INTO published.overlap_site (
    project_id, since, title, start_on, end_on, soonest, latest, cuts, paves, distance, dimension, length, area, streets,
    road_class, shape
)
SELECT v.project_id, v.publication, v.title, d.start_on, d.end_on, d.soonest, d.latest, d.cuts, d.paves, d.distance,
    s.dimension, CASE s.dimension WHEN 1 THEN ST_Length(s.shape::geography) ELSE 0 END,
    CASE s.dimension WHEN 2 THEN ST_Area(s.shape::geography) ELSE 0 END, '{}', NULL, s.shape
FROM overlap_days AS d
JOIN published.project_now AS v ON v.project_id = d.project_id
CROSS JOIN LATERAL (
    SELECT ST_Dimension(v.footprint) AS dimension,
        CASE ST_GeometryType(v.footprint) WHEN 'ST_GeometryCollection' THEN ST_CollectionExtract(v.footprint)
            ELSE v.footprint END AS shape
    OFFSET 0
) AS s
