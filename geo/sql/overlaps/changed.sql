-- What stands behind FROM: the sites that a publication looks at, each with those near it.
-- reads  temporary table overlap_looked (project_id)
(
    SELECT DISTINCT least(c.project_id, n.project_id) AS one, greatest(c.project_id, n.project_id) AS other
    FROM overlap_looked AS c
    JOIN published.overlap_site AS s ON s.project_id = c.project_id AND NOT s.crowded
    JOIN published.overlap_site AS n ON n.project_id <> c.project_id AND NOT n.crowded AND n.shape && published.around(s.shape, %(reach)s)
) AS p
JOIN published.overlap_site AS a ON a.project_id = p.one
JOIN published.overlap_site AS b ON b.project_id = p.other
