-- The axis of a street that is drawn as an area, as the table x: axis (EPSG:4326), the middle line of the rectangle around the
-- shape that lies in the main direction of its edges, half_width (m) of that, and axis_length (m); null of any other shape.
-- Such a street has one part, is three times as long as wide and at most 40 m wide, and fills six tenths of the rectangle, so
-- that it does not bend much.
-- shape  its braces take the shape (EPSG:4326)
LEFT JOIN LATERAL (
    SELECT g.axis, g.half_width, ST_Length(g.axis::geography) AS axis_length
    FROM (
        SELECT (w.top - w.bottom) / 2 AS half_width, ST_Translate(ST_Scale(ST_Rotate(ST_MakeLine(
            ST_SetSRID(ST_MakePoint(w.west, (w.bottom + w.top) / 2), 4326), ST_SetSRID(ST_MakePoint(w.east_end, (w.bottom + w.top) / 2), 4326)
        ), w.turn), 1 / w.east, 1 / w.north), w.lon, w.lat) AS axis
        FROM (
            SELECT r.*, ST_XMin(r.turned) AS west, ST_XMax(r.turned) AS east_end, ST_YMin(r.turned) AS bottom, ST_YMax(r.turned) AS top
            FROM (
                SELECT m.*, t.turn, ST_Area(f.flat) AS filled, ST_Rotate(f.flat, -t.turn) AS turned
                FROM (
                    -- Metres a degree.
                    SELECT ST_X(d.middle) AS lon, d.lat, 111412.84 * cos(radians(d.lat)) - 93.5 * cos(radians(3 * d.lat)) AS east,
                        111132.92 - 559.82 * cos(radians(2 * d.lat)) + 1.175 * cos(radians(4 * d.lat)) AS north
                    FROM (
                        SELECT k.middle, ST_Y(k.middle) AS lat FROM (SELECT ST_Centroid({shape}) AS middle OFFSET 0) AS k
                        WHERE ST_Dimension({shape}) = 2 AND ST_NumGeometries({shape}) = 1
                    ) AS d
                ) AS m
                CROSS JOIN LATERAL (
                    SELECT ST_Scale(ST_Translate({shape}, -m.lon, -m.lat), m.east, m.north) AS flat OFFSET 0
                ) AS f
                CROSS JOIN LATERAL (
                    -- Directions without sense add up as unit vectors of twice their angle.
                    SELECT atan2(sum(2 * x * y / sqrt(x * x + y * y)), sum((x * x - y * y) / sqrt(x * x + y * y))) / 2 AS turn
                    FROM ST_DumpSegments(f.flat) AS e
                    CROSS JOIN LATERAL (
                        SELECT ST_X(ST_EndPoint(e.geom)) - ST_X(ST_StartPoint(e.geom)) AS x,
                            ST_Y(ST_EndPoint(e.geom)) - ST_Y(ST_StartPoint(e.geom)) AS y OFFSET 0
                    ) AS v
                    WHERE x <> 0 OR y <> 0
                ) AS t
                OFFSET 0
            ) AS r OFFSET 0
        ) AS w
        WHERE w.east_end - w.west >= 3 * (w.top - w.bottom) AND w.top - w.bottom <= 40
            AND w.filled >= 0.6 * (w.east_end - w.west) * (w.top - w.bottom)
    ) AS g
) AS x ON true
