-- Say of all points whether so many works are said to be there that it is nobody's true place.
-- most  works at one place that are taken to be there
UPDATE published.overlap_site AS s SET crowded = true
FROM (
    SELECT shape FROM published.overlap_site WHERE dimension = 0 GROUP BY shape HAVING count(*) > %(most)s
) AS p
WHERE s.shape ~= p.shape AND s.dimension = 0
