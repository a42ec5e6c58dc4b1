-- How the works of each pair lie to each other: geodesic metres and square metres, degrees, WGS 84 ellipsoid.
-- Each pair is looked at in a plane of its own, true to scale in its middle, where a metre is a metre; what is given as
-- a length or an area is measured on the ellipsoid again. OFFSET '0' keeps each step from being worked out for each use of
-- it; written as a number it would also keep other processes from helping. A line is compared with the strip along the other, whose ends
-- are flat: nothing beyond the end of a work is shared. A street that is drawn as an area is compared so by its axis, where
-- it does not lie on the same area as the other work.
-- pairs     its braces take a query: one_id, other_id, distance (metres), has_common_days and, with the prefixes one_ and
--           other_, dimension (0..2), length, area, title, shape (EPSG:4326), axis, half_width (null but of such streets);
--           same_street, are_dated
-- least     shared metres below which nobody asks for the bearing, nor of works without a date
-- smallest  shared square metres below which two areas only cross
-- aside     metres between works that run side by side; street: between works in one street
-- Gives one_id, other_id, meant (the distance), distance (found), shared_length, shared_area, long_side (metres: of the
-- largest shared area), along_length (what streets drawn as areas share beside each other, or null), bearing_gap (0..90 or
-- null), same_place (0..1), title_likeness (0..1), is_spot: whether one is a point on the ground of the other; ground and
-- along_ground (EWKB in hexadecimal, EPSG:4326), same_street, and what of the works they are compared with: one_dimension,
-- other_dimension, line_length (of the shorter line), least_area (of the smaller area)
WITH placed AS (
    SELECT m.*, ST_Scale(ST_Translate(m.one_shape, -m.lon, -m.lat), m.east, m.north) AS one,
        ST_Scale(ST_Translate(m.other_shape, -m.lon, -m.lat), m.east, m.north) AS other
    FROM (
        SELECT c.*, radians(1) * 6378137.0 / sqrt(c.flat) * cos(radians(c.lat)) AS east,
            radians(1) * 6378137.0 * (1 - 0.0066943799901413165) / (c.flat * sqrt(c.flat)) AS north
        FROM (
            SELECT b.*, 1 - 0.0066943799901413165 * sin(radians(b.lat)) ^ 2 AS flat
            FROM (
                SELECT p.*,
                    (greatest(ST_XMin(p.one_shape), ST_XMin(p.other_shape))
                        + least(ST_XMax(p.one_shape), ST_XMax(p.other_shape))) / 2 AS lon,
                    (greatest(ST_YMin(p.one_shape), ST_YMin(p.other_shape))
                        + least(ST_YMax(p.one_shape), ST_YMax(p.other_shape))) / 2 AS lat
                FROM ({pairs}) AS p OFFSET '0'
            ) AS b OFFSET '0'
        ) AS c OFFSET '0'
    ) AS m
), near AS (
    SELECT n.*, n.one_dimension = 1 AND n.other_dimension = 1 AS are_lines,
        CASE WHEN n.found <= n.distance THEN n.distance ELSE %(aside)s::float8 END
            + coalesce(n.one_half_width, 0) + coalesce(n.other_half_width, 0) AS reach
    FROM (
        SELECT p.*, ST_Distance(p.one, p.other) AS found, (p.one_dimension = 1 OR p.one_axis IS NOT NULL)
            AND (p.other_dimension = 1 OR p.other_axis IS NOT NULL) AS are_runs
        FROM placed AS p OFFSET '0'
    ) AS n
    WHERE n.found <= n.distance OR n.has_common_days AND (
        n.found <= %(aside)s AND n.are_runs OR n.found <= %(street)s AND n.same_street
    )
    OFFSET '0'
), run AS (
    -- What runs along: lines, and the axes of streets.
    SELECT n.*, CASE WHEN one_dimension = 1 THEN one WHEN are_runs THEN ST_Scale(ST_Translate(one_axis, -lon, -lat), east, north) END AS one_run,
        CASE WHEN other_dimension = 1 THEN other WHEN are_runs THEN ST_Scale(ST_Translate(other_axis, -lon, -lat), east, north) END AS other_run,
        CASE WHEN are_lines THEN least(one_length, other_length) ELSE greatest(one_length, other_length) END AS line_length,
        -- A strip round many corners would have thousands of them.
        'endcap=flat quad_segs=' || CASE WHEN ST_NPoints(one) + ST_NPoints(other) > 200 THEN 8 ELSE 32 END AS round_by
    FROM near AS n
), turned AS (
    -- The shorter one is looked at; of two equal ones that whose id comes first.
    SELECT r.*, CASE WHEN is_one_first THEN one_run ELSE other_run END AS line,
        CASE WHEN is_one_first THEN other_run ELSE one_run END AS beside
    FROM (
        SELECT n.*, CASE WHEN are_lines THEN one_length <= other_length
            ELSE ST_Length(one_run) <= ST_Length(other_run) END AS is_one_first
        FROM run AS n OFFSET '0'
    ) AS r
), shared AS (
    SELECT t.*, CASE
        -- Of the other line, what is near: no end of that comes into the strip here, and a strip along less of it takes less.
        WHEN are_lines THEN ST_CollectionExtract(ST_Intersection(line,
            ST_Buffer(ST_ClipByBox2D(beside, ST_Expand(line, 2.5 * reach)), reach, round_by)), 2)
        WHEN found > 0 THEN NULL
        WHEN one_dimension = 2 AND other_dimension = 2 THEN ST_CollectionExtract(ST_Intersection(one, other), 3)
        WHEN one_dimension + other_dimension = 3 THEN ST_CollectionExtract(ST_Intersection(one, other), 2)
        END AS part
    FROM turned AS t OFFSET '0'
), along AS (
    SELECT s.*, CASE WHEN are_lines THEN part
        WHEN are_runs AND coalesce(ST_Area(part), 0) < %(smallest)s AND coalesce(ST_Length(part), 0) < %(least)s
        THEN ST_CollectionExtract(ST_Intersection(line, ST_Buffer(beside, reach, round_by)), 2) END AS along
    FROM shared AS s OFFSET '0'
), lengthy AS (
    SELECT s.*, coalesce(ST_Length(part), 0) AS flat_length,
        ST_Translate(ST_Scale(part, 1 / east, 1 / north), lon, lat) AS part_ground,
        CASE WHEN NOT are_lines THEN ST_Translate(ST_Scale(along, 1 / east, 1 / north), lon, lat) END AS along_ground
    FROM along AS s
)
SELECT l.one_id, l.other_id, l.distance AS meant, l.found AS distance,
    coalesce(CASE WHEN ST_Dimension(part) = 1 THEN ST_Length(part_ground::geography) END, 0) AS shared_length,
    coalesce(CASE WHEN ST_Dimension(part) = 2 THEN ST_Area(part_ground::geography) END, 0) AS shared_area,
    coalesce(CASE WHEN ST_Dimension(part) = 2 THEN (
        -- The longer side of the rectangle that has the part's area and circumference.
        SELECT max((ST_Perimeter(d.geom) + sqrt(greatest(ST_Perimeter(d.geom) ^ 2 - 16 * ST_Area(d.geom), 0))) / 4)
        FROM ST_Dump(part) AS d
    ) END, 0) AS long_side,
    ST_Length(along_ground::geography) AS along_length,
    CASE WHEN l.are_runs AND l.are_dated AND ST_Length(l.along) >= %(least)s THEN (
        SELECT least(turn, 180 - turn) FROM (
            SELECT abs(degrees(
                atan2(sum(d.sine) FILTER (WHERE d.is_first), sum(d.cosine) FILTER (WHERE d.is_first))
                - atan2(sum(d.sine) FILTER (WHERE NOT d.is_first), sum(d.cosine) FILTER (WHERE NOT d.is_first))
            )) / 2 AS turn
            FROM (
                -- Directions without sense add up as unit vectors of twice their angle.
                SELECT f.is_first, (x * x - y * y) / sqrt(x * x + y * y) AS cosine, 2 * x * y / sqrt(x * x + y * y) AS sine
                FROM (VALUES (true, l.along), (false, ST_Intersection(l.beside,
                        ST_Buffer(ST_ClipByBox2D(l.line, ST_Expand(l.beside, 2.5 * l.reach)), l.reach, l.round_by))))
                    AS f (is_first, lines)
                CROSS JOIN LATERAL ST_DumpSegments(f.lines) AS g
                CROSS JOIN LATERAL (
                    SELECT ST_X(ST_EndPoint(g.geom)) - ST_X(ST_StartPoint(g.geom)) AS x,
                        ST_Y(ST_EndPoint(g.geom)) - ST_Y(ST_StartPoint(g.geom)) AS y OFFSET '0'
                ) AS v
                WHERE x <> 0 OR y <> 0
            ) AS d
        ) AS b
    ) END AS bearing_gap,
    l.same_street, l.one_dimension, l.other_dimension, l.line_length,
    least(l.one_area, l.other_area) AS least_area, l.same_place, CASE WHEN l.same_place >= 0.5 THEN similarity(l.one_title, l.other_title) ELSE 0 END AS title_likeness,
    CASE l.one_dimension + l.other_dimension WHEN 1 THEN l.found <= l.distance AND (
            -- Beside the line, not beyond its end: what comes nearest to no end need not be looked for in the strip.
            SELECT l.found < 0.01 OR coalesce(ST_Distance(ST_ClosestPoint(p.line, p.point), ST_Boundary(p.line)) > 0.01, true)
                OR ST_Intersects(p.point, ST_Buffer(p.line, l.distance, l.round_by))
            FROM (SELECT CASE l.one_dimension WHEN 1 THEN l.one ELSE l.other END AS line,
                CASE l.one_dimension WHEN 1 THEN l.other ELSE l.one END AS point OFFSET '0') AS p
        ) WHEN 2 THEN l.found <= 0 AND l.one_dimension <> 1 ELSE false END AS is_spot,
    -- What is less than a centimetre long or wide is what rounding leaves of an edge in common.
    CASE WHEN l.flat_length > 0.01 OR ST_Area(part) > 0.01 THEN l.part_ground
        WHEN l.found < 0.01 THEN ST_StartPoint(ST_ShortestLine(l.one_shape, l.other_shape))
        ELSE ST_ShortestLine(l.one_shape, l.other_shape) END::text AS ground,
    CASE WHEN ST_Length(l.along) >= %(least)s THEN l.along_ground END::text AS along_ground
FROM (
    SELECT g.*, CASE
        WHEN least(one_dimension, other_dimension) = 0 THEN (found <= distance)::int::float8
        WHEN found > distance OR part IS NULL THEN 0
        WHEN ST_Dimension(part) = 2 THEN least(ST_Area(part) / nullif(least(one_area, other_area), 0), 1)
        ELSE least(flat_length / nullif(line_length, 0), 1) END AS same_place
    FROM lengthy AS g OFFSET '0'
) AS l
