-- Works as the map draws them: EPSG:3857, with what lies beyond the Mercator square (85.05 degrees) cut off, and left
-- out where nothing of it remains. The anchor is a point on the shape in whole metres; cell is its cell at zoom 14.
-- Simple is within 2.4 m of the shape: a quarter of a pixel there. Outer rings of areas go clockwise, as tiles have them;
-- clearance is how near corners and edges of an area come to each other, in the units of EPSG:3857; lines may.
-- OFFSET 0 keeps a step from being computed once for every use of it; steps by WITH would be written to disk.
-- target   its braces take what stands behind FROM (project_id, title, status, category, agency, progress_actual,
--          withdrawn, footprint)
-- returns  the columns of published.map_shape
SELECT project_id, geometry_class, status, category, agency, title, progress_actual, anchor_x, anchor_y,
    published.quad_code(19,
        least(greatest(floor((anchor_x + 20037508.342789244) / 40075016.685578488 * 524288), 0), 524287)::integer,
        least(greatest(floor((20037508.342789244 - anchor_y) / 40075016.685578488 * 524288), 0), 524287)::integer
    ) AS cell,
    greatest(ST_XMax(shape) - ST_XMin(shape), ST_YMax(shape) - ST_YMin(shape)) AS span,
    shape, CASE WHEN ST_NPoints(simple) < ST_NPoints(shape) THEN simple END AS simple,
    CASE WHEN GeometryType(shape) IN ('LINESTRING', 'MULTILINESTRING') THEN 'infinity'
        WHEN GeometryType(shape) IN ('POLYGON', 'MULTIPOLYGON') THEN ST_MinimumClearance(shape) END AS clearance
FROM (
    SELECT s.*, round(ST_X(anchor))::integer AS anchor_x, round(ST_Y(anchor))::integer AS anchor_y
    FROM (
        SELECT v.*, ST_PointOnSurface(shape) AS anchor,
            CASE WHEN ST_Dimension(shape) > 0 THEN ST_Simplify(shape, 2.4, true) END AS simple
        FROM (
            SELECT c.*, ST_ForcePolygonCW(
                CASE WHEN ST_Dimension(cut) < 2 OR ST_IsValid(cut) THEN cut ELSE ST_MakeValid(cut) END) AS shape
            FROM (
                SELECT project_id, published.geometry_class(footprint) AS geometry_class, status, category, agency,
                    title, progress_actual,
                    ST_Transform(CASE WHEN footprint @ ST_MakeEnvelope(-180, -85.0511287, 180, 85.0511287, 4326)
                        THEN footprint
                        ELSE ST_Intersection(footprint, ST_MakeEnvelope(-180, -85.0511287, 180, 85.0511287, 4326))
                        END, 3857) AS cut
                FROM {target} WHERE NOT withdrawn AND footprint IS NOT NULL
                OFFSET 0
            ) AS c
            OFFSET 0
        ) AS v
        WHERE NOT ST_IsEmpty(shape)
        OFFSET 0
    ) AS s
    WHERE NOT ST_IsEmpty(anchor)
    OFFSET 0
) AS placed
