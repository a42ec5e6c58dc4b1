-- Keep the boxes of the projects that a publication brings, each with two places of its footprint where they are soon
-- found: both ends of a line, two corners of an area.
-- number  the publication's number
-- chosen  its braces take the condition: of this publication, or all that is published now
INSERT INTO published.project_box (project_id, since, box, one_place, other_place)
SELECT v.project_id, v.publication,
    box(point(ST_XMin(v.footprint), ST_YMin(v.footprint)), point(ST_XMax(v.footprint), ST_YMax(v.footprint))),
    (CASE v.geometry_class WHEN 'point' THEN p.one WHEN 'line' THEN ST_StartPoint(p.one)
        WHEN 'area' THEN ST_StartPoint(p.ring) END)::point,
    (CASE v.geometry_class WHEN 'point' THEN p.other WHEN 'line' THEN ST_EndPoint(p.other)
        WHEN 'area' THEN ST_PointN(p.ring, ST_NPoints(p.ring) / 2) END)::point
FROM published.project_now AS v
CROSS JOIN LATERAL (
    SELECT ST_GeometryN(v.footprint, 1) AS one, ST_GeometryN(v.footprint, ST_NumGeometries(v.footprint)) AS other,
        ST_ExteriorRing(ST_GeometryN(v.footprint, 1)) AS ring
) AS p
WHERE v.footprint IS NOT NULL AND {chosen}
