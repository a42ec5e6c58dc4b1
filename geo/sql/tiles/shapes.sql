-- The layer projects: works as shapes; a work of less than two pixels (of 256), or too thin for the tile's coordinates,
-- is drawn as its anchor. A line or an area that reaches no further than nine tenths of a tile beyond the tile, and whose
-- edges come no nearer to each other than one and a half of the tile's units, keeps its form when its corners are
-- rounded: it is only moved, and clients cut it. ST_AsMVTGeom would clip it and look for crossings, which is most of what
-- it costs. Less than a tile's width beyond the tile is what clients take: MapLibre keeps corners in 15 bits, two tiles'
-- widths from the north-western corner either way. A shape may come along that lies beside the tile, as its box does not.
-- reads  state, box, map_shape as m
SELECT ST_AsMVT(f, 'projects', 4096, 'geom') FROM (
    SELECT coalesce(
            CASE WHEN m.span >= 313086 / (1 << $1::integer) THEN
                CASE WHEN $1::integer > 14 AND m.clearance >= (SELECT 1.5 / scale FROM box) AND m.shape @ (SELECT reach FROM box)
                    THEN ST_SnapToGrid(ST_Affine(m.shape, (SELECT scale FROM box), 0, 0, (SELECT -scale FROM box),
                        (SELECT -west * scale FROM box), (SELECT north * scale FROM box)), 1)
                    ELSE ST_AsMVTGeom(CASE WHEN $1::integer <= 14 THEN coalesce(m.simple, m.shape) ELSE m.shape END,
                        (SELECT tile FROM box), 4096, 128, true)
                END
            END,
            CASE WHEN m.anchor_x BETWEEN (SELECT ST_XMin(wide) FROM box) AND (SELECT ST_XMax(wide) FROM box)
                    AND m.anchor_y BETWEEN (SELECT ST_YMin(wide) FROM box) AND (SELECT ST_YMax(wide) FROM box)
                THEN ST_MakePoint(round((m.anchor_x - (SELECT west FROM box)) * (SELECT scale FROM box)),
                    round(((SELECT north FROM box) - m.anchor_y) * (SELECT scale FROM box)))
            END
        ) AS geom,
        m.project_id AS id, m.title, m.status, m.category, m.agency, m.progress_actual::float8 AS progress_actual,
        m.geometry_class AS class
    FROM {works}
    WHERE m.shape && (SELECT wide FROM box) AND (SELECT works FROM state) <= {most}{chosen}
) AS f
