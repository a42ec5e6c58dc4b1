-- The layer project_cells: how many works have their anchor in a cell of 8 by 8 pixels (of 256), drawn at their mean.
-- reads  state, box, cells as c
SELECT ST_AsMVT(f, 'project_cells', 4096, 'geom') FROM (
    SELECT ST_AsMVTGeom(
            ST_SetSRID(ST_MakePoint(c.sum_x::float8 / c.works, c.sum_y::float8 / c.works), 3857),
            (SELECT tile FROM box), 4096, 128, true) AS geom,
        c.works, nullif(c.identification, 0) AS identification, nullif(c.preparation, 0) AS preparation,
        nullif(c.implementation, 0) AS implementation, nullif(c.completion, 0) AS completion,
        nullif(c.completed, 0) AS completed, nullif(c.cancelled, 0) AS cancelled, nullif(c.suspended, 0) AS suspended,
        nullif(c.not_entered, 0) AS not_entered,
        round(c.progress_sum / (nullif(c.progress_count, 0) * 1000000.0), 3)::float8 AS progress_actual
    FROM {cells}
    WHERE (SELECT works FROM state) > {most}
) AS f
