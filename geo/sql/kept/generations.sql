-- The first tile whose generation cannot be: newer than the newest publication, or older than what it says of all tiles
-- below it, than a tile in it, or, of zoom 14, than the publication since which a work that has its anchor there is drawn
-- as it is. What was purged of the version before is not known any more.
-- returns  tile; at most one row
SELECT coalesce(t.tile, b.tile, s.tile) AS tile
FROM published.map_tile AS t
FULL JOIN (
    SELECT tile >> 2 AS tile, max(generation) AS generation FROM published.map_tile WHERE tile > 1 GROUP BY 1
) AS b ON b.tile = t.tile
FULL JOIN (
    SELECT s.cell >> 10 AS tile, max(c.publication) AS generation
    FROM published.map_shape AS s
    JOIN (
        SELECT DISTINCT ON (v.project_id) v.project_id, v.publication
        FROM (
            SELECT w.project_id, w.version, w.publication, lag(w.withdrawn) OVER o IS NOT false
                OR lag(w.purged) OVER o = '{}'
                AND (lag(w.title) OVER o, lag(w.status) OVER o, lag(w.category) OVER o, lag(w.agency) OVER o,
                    lag(w.progress_actual) OVER o) IS DISTINCT FROM (w.title, w.status, w.category, w.agency, w.progress_actual)
                AS is_drawn_anew
            FROM published.project_version AS w
            WINDOW o AS (PARTITION BY w.project_id ORDER BY w.version)
        ) AS v
        WHERE v.is_drawn_anew ORDER BY v.project_id, v.version DESC
    ) AS c ON c.project_id = s.project_id
    GROUP BY 1
) AS s ON s.tile = t.tile
WHERE (
    t.generation >= greatest(b.generation, s.generation, t.below) AND t.below >= 0
    AND t.generation <= (SELECT max(number) FROM published.publication)
) IS NOT true
ORDER BY 1 LIMIT 1
