-- The boxes of footprints, each with two places of its footprint where they are soon found: both ends of a line, two corners
-- of an area.
-- source   its braces take what was shown: project_id, since, until, footprint, geometry_class
-- returns  project_id, since, until, box, one_place, other_place
SELECT v.project_id, v.since, v.until,
    box(point(ST_XMin(v.footprint), ST_YMin(v.footprint)), point(ST_XMax(v.footprint), ST_YMax(v.footprint))) AS box,
    (CASE v.geometry_class WHEN 'point' THEN p.one WHEN 'line' THEN ST_StartPoint(p.one)
        WHEN 'area' THEN ST_StartPoint(p.ring) END)::point AS one_place,
    (CASE v.geometry_class WHEN 'point' THEN p.other WHEN 'line' THEN ST_EndPoint(p.other)
        WHEN 'area' THEN ST_PointN(p.ring, ST_NPoints(p.ring) / 2) END)::point AS other_place
FROM (
    {source}) AS v
CROSS JOIN LATERAL (
    SELECT ST_GeometryN(v.footprint, 1) AS one, ST_GeometryN(v.footprint, ST_NumGeometries(v.footprint)) AS other,
        ST_ExteriorRing(ST_GeometryN(v.footprint, 1)) AS ring
) AS p
WHERE v.footprint IS NOT NULL
