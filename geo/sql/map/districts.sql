-- Districts as the map draws them: full outlines, and generalised ones to 10 m (zooms 10 to 13) and 150 m (0 to 9).
-- chosen   its braces take which of the districts d
-- returns  the columns of published.map_district
SELECT d.id AS district_id, d.set_code, d.code,
    (SELECT coalesce(jsonb_object_agg('name_' || n.key, n.value), '{{}}') FROM jsonb_each_text(d.names) AS n) AS labels,
    coalesce(ST_Simplify(p.shape, 150, true), p.shape) AS coarse,
    coalesce(ST_Simplify(p.shape, 10, true), p.shape) AS middle, p.shape,
    ST_Transform(d.label_point, 3857) AS label
FROM published.district AS d
CROSS JOIN LATERAL (
    SELECT ST_Transform(ST_Intersection(d.boundary, ST_MakeEnvelope(-180, -85.0511287, 180, 85.0511287, 4326)), 3857)
        AS shape
    OFFSET 0
) AS p
WHERE {chosen} AND NOT ST_IsEmpty(p.shape) AND abs(ST_Y(d.label_point)) <= 85.05
