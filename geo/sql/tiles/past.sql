-- The works of an earlier publication around a tile, in the form of map_shape: what stands behind FROM.
-- relation  its braces take v (as project_now) as it was then, chosen the conditions on it
-- reads     box
(
    SELECT s.*, round(ST_X(s.anchor))::integer AS anchor_x, round(ST_Y(s.anchor))::integer AS anchor_y,
        greatest(ST_XMax(s.shape) - ST_XMin(s.shape), ST_YMax(s.shape) - ST_YMin(s.shape)) AS span
    FROM (
        SELECT t.*, ST_PointOnSurface(t.shape) AS anchor, NULL::geometry AS simple
        FROM (
            SELECT v.project_id, v.title, v.status, v.category, v.agency, v.progress_actual, v.geometry_class,
                ST_Transform(
                    CASE WHEN v.footprint @ w.world THEN v.footprint ELSE ST_Intersection(v.footprint, w.world) END,
                    3857
                ) AS shape
            FROM {relation}
            CROSS JOIN (SELECT ST_MakeEnvelope(-180, -85.0511287, 180, 85.0511287, 4326) AS world) AS w
            WHERE v.footprint && (SELECT ST_Transform(wide, 4326) FROM box){chosen}
            OFFSET 0
        ) AS t
        OFFSET 0
    ) AS s
    WHERE NOT ST_IsEmpty(s.anchor)
) AS m
