-- Take from the map the works of target that are no longer drawn, or not in this way, and note them in moved.
-- reads  temporary tables target (project_id, version: a first one is not there), drawn and moved
WITH gone AS (
    DELETE FROM published.map_shape AS m USING target AS t
    WHERE t.version > 1 AND m.project_id = t.project_id
        AND NOT EXISTS (SELECT FROM drawn AS d WHERE d.project_id = m.project_id AND d *= m)
    RETURNING m.*
)
INSERT INTO moved (sign, cell, status, category, progress, anchor_x, anchor_y, west, south, east, north)
SELECT -1, cell, coalesce(status, ''), coalesce(category, ''), progress_actual * 1000000, anchor_x, anchor_y,
    ST_XMin(shape), ST_YMin(shape), ST_XMax(shape), ST_YMax(shape)
FROM gone
