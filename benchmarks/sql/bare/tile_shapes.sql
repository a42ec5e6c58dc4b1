-- A tile of works as shapes: at zoom 14 generalised, deeper whole; a work of less than two pixels is a point.
WITH box AS MATERIALIZED (
    SELECT ST_TileEnvelope(:zoom, :column::int, :line::int) AS tile,
        ST_TileEnvelope(:zoom, :column::int, :line::int, margin => 0.03125) AS wide
)
SELECT ST_AsMVT(f, 'projects', 4096, 'geom') AS tile FROM (
    SELECT ST_AsMVTGeom(
            CASE WHEN m.span < 313086 / (1 << :zoom) THEN ST_SetSRID(ST_MakePoint(m.anchor_x, m.anchor_y), 3857)
                WHEN :zoom <= 14 THEN coalesce(m.simple, m.shape) ELSE m.shape END,
            (SELECT tile FROM box), 4096, 128, true) AS geom,
        m.project_id AS id, m.title, m.status, m.category, m.agency, m.progress_actual::float8 AS progress_actual,
        m.geometry_class AS class
    FROM published.map_shape AS m
    WHERE m.shape && (SELECT wide FROM box)
) AS f
