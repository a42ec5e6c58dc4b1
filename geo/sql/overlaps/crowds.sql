-- Say of the works at these places whether so many are there that it is nobody's true place, and look at those of which it
-- was said otherwise.
-- most   works at one place that are taken to be there
-- reads  temporary table overlap_place
WITH place AS MATERIALIZED (
    SELECT p.shape, (
        SELECT count(*) FROM (SELECT FROM published.overlap_site AS s WHERE s.shape ~= p.shape AND s.shape = p.shape LIMIT %(most)s + 1) AS n
    ) > %(most)s AS crowded
    FROM (SELECT DISTINCT shape FROM overlap_place) AS p
), other AS MATERIALIZED (
    -- By the index of shapes, however many works there are.
    SELECT s.project_id, p.crowded FROM place AS p
    CROSS JOIN LATERAL (
        SELECT s.project_id FROM published.overlap_site AS s
        WHERE s.shape ~= p.shape AND s.shape = p.shape AND s.crowded <> p.crowded OFFSET 0
    ) AS s
), said AS (
    UPDATE published.overlap_site AS s SET crowded = o.crowded FROM other AS o WHERE s.project_id = o.project_id
    RETURNING s.project_id
)
INSERT INTO overlap_looked SELECT project_id FROM said
