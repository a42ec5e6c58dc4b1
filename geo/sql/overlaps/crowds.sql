-- Say of the works at these places whether so many are there that it is nobody's true place, and look at those of which it
-- was said otherwise.
-- most   works at one place that are taken to be there
-- reads  temporary table overlap_place
WITH place AS (
    SELECT p.shape, (
        SELECT count(*) FROM (SELECT FROM published.overlap_site AS s WHERE s.shape ~= p.shape LIMIT %(most)s + 1) AS n
    ) > %(most)s AS crowded
    FROM (SELECT DISTINCT shape FROM overlap_place) AS p
), said AS (
    UPDATE published.overlap_site AS s SET crowded = p.crowded
    FROM place AS p WHERE s.shape ~= p.shape AND s.dimension = 0 AND s.crowded <> p.crowded
    RETURNING s.project_id
)
INSERT INTO overlap_looked SELECT project_id FROM said
