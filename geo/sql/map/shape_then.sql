-- The works as the map drew them at an earlier publication, around a tile: what stands behind FROM. Those that did not
-- change since are there; the others are drawn again.
-- number  a placeholder is put in its braces; the publication's number
-- again   and map/shaped of tiles/versions_around
-- returns m (as map_shape)
(
    SELECT s.* FROM published.map_shape AS s
    JOIN ONLY published.project_brief AS u ON u.project_id = s.project_id
    WHERE u.publication <= {number}::bigint
    UNION ALL
    SELECT c.project_id, c.geometry_class, c.status, c.category, c.agency, c.title, c.progress_actual, c.anchor_x,
        c.anchor_y, c.cell, c.span, c.shape, c.simple, c.clearance
    FROM ({again}) AS c
) AS m
