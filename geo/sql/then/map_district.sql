-- The districts as the map drew them at an earlier publication: those of sets published anew since are drawn again.
-- number  a placeholder is put in its braces; the publication's number
(
    SELECT g.district_id, g.set_code, g.code, g.labels, g.coarse, g.middle, g.shape, g.label
    FROM ONLY published.map_district AS g
    WHERE NOT EXISTS (
        SELECT FROM published.boundary_set_past AS e WHERE e.code = g.set_code AND e.until > {number}::bigint
    )
    UNION ALL
    SELECT o.id, o.set_code, o.code,
        (SELECT coalesce(jsonb_object_agg('name_' || l.key, l.value), '{}') FROM jsonb_each_text(o.names) AS l),
        coalesce(ST_Simplify(q.shape, 150, true), q.shape), coalesce(ST_Simplify(q.shape, 10, true), q.shape), q.shape,
        ST_Transform(o.label_point, 3857)
    FROM published.district_past AS o
    CROSS JOIN LATERAL (
        SELECT ST_Transform(
            ST_Intersection(o.boundary, ST_MakeEnvelope(-180, -85.0511287, 180, 85.0511287, 4326)), 3857) AS shape
        OFFSET 0
    ) AS q
    WHERE o.until = (
            SELECT min(e.until) FROM published.boundary_set_past AS e
            WHERE e.code = o.set_code AND e.until > {number}::bigint
        )
        AND NOT ST_IsEmpty(q.shape) AND abs(ST_Y(o.label_point)) <= 85.05
)
