-- Say of all works whether so many works are said to be there that it is nobody's true place.
-- most   works at one place that are taken to be there
-- reads  temporary table overlap_remade
UPDATE overlap_remade AS s SET crowded = true
FROM (
    SELECT shape FROM overlap_remade GROUP BY shape HAVING count(*) > %(most)s
) AS p
WHERE s.shape = p.shape
