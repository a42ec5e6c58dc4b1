-- The layer projects: works as shapes; a work of less than two pixels (of 256), or too thin for the tile's coordinates,
-- is drawn as its anchor.
-- reads  state, box, map_shape as m
SELECT ST_AsMVT(f, 'projects', 4096, 'geom') FROM (
    SELECT coalesce(
            CASE WHEN m.span >= 313086 / (1 << $1::integer) THEN ST_AsMVTGeom(
                CASE WHEN $1::integer <= 14 THEN coalesce(m.simple, m.shape) ELSE m.shape END,
                (SELECT tile FROM box), 4096, 128, true) END,
            ST_AsMVTGeom(ST_SetSRID(ST_MakePoint(m.anchor_x, m.anchor_y), 3857), (SELECT tile FROM box), 4096, 128, true)
        ) AS geom,
        m.project_id AS id, m.title, m.status, m.category, m.agency, m.progress_actual::float8 AS progress_actual,
        m.geometry_class AS class
    FROM {works}
    WHERE m.shape && (SELECT wide FROM box) AND (SELECT works FROM state) <= {most}{chosen}
) AS f
