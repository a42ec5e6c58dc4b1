-- One vector tile of overlaps: their shared ground, a point where that is smaller than two pixels; where more of them are
-- in the tile than are drawn, those with the highest score, as points.
-- $1 $2 $3  zoom, x and y of the tile, y to the south
-- $4        how many are drawn at most
-- chosen    its braces take the conditions on o (overlap), that it is near the tile among them
-- state     overlaps/state
-- returns   number of the newest publication, tile: one bytea, zero bytes where nothing is drawn
WITH box AS MATERIALIZED (
    SELECT ST_TileEnvelope($1::integer, $2::integer, $3::integer) AS tile, 40075016.7 / 2 ^ $1::integer / 128 AS small
), near AS MATERIALIZED (
    SELECT count(*) AS pairs FROM (SELECT FROM published.overlap AS o WHERE {chosen} LIMIT $4::integer + 1) AS n
), drawn AS (
    SELECT o.*, {state} AS state, ST_Transform(o.ground, 3857) AS place, false AS as_point
    FROM published.overlap AS o WHERE (SELECT pairs FROM near) <= $4 AND {chosen}
    UNION ALL (
        SELECT o.*, {state}, ST_Transform(o.ground, 3857), true
        FROM published.overlap AS o WHERE (SELECT pairs FROM near) > $4 AND {chosen}
        ORDER BY o.score DESC NULLS LAST, o.id LIMIT $4
    )
)
SELECT (SELECT coalesce(max(p.number), 0) FROM published.publication AS p) AS number, (
    SELECT coalesce(ST_AsMVT(f, 'overlaps', 4096, 'geom'), ''::bytea) FROM (
        SELECT ST_AsMVTGeom(
                CASE WHEN d.as_point
                        OR greatest(ST_XMax(d.place) - ST_XMin(d.place), ST_YMax(d.place) - ST_YMin(d.place)) < box.small
                    THEN ST_PointOnSurface(d.place) ELSE d.place END,
                box.tile, 4096, 128, true) AS geom,
            d.id, d.kind AS class, d.state, d.one_id AS one, d.other_id AS other,
            array_to_string(d.agencies, ';') AS agencies, d.score::float8 AS score, d.currency,
            round(d.shared_length::numeric, 2)::float8 AS shared_length_m,
            round(d.shared_area::numeric, 2)::float8 AS shared_area_m2, d.days_shared,
            d.period_start::text AS period_start, d.period_end::text AS period_end
        FROM drawn AS d CROSS JOIN box
        ORDER BY d.score DESC, d.id
    ) AS f
) AS tile
