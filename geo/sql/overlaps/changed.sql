-- What stands behind FROM: works that a publication looks at, each with those near it; of two that are both looked at, that
-- whose id comes first has the pair.
-- ids    of the works, none of them crowded
-- reads  temporary table overlap_looked (project_id)
(
    SELECT least(c.project_id, n.project_id) AS one, greatest(c.project_id, n.project_id) AS other
    FROM published.overlap_site AS c
    JOIN published.overlap_site AS n
        ON n.project_id <> c.project_id AND NOT n.crowded AND n.shape && published.around(c.shape, CASE WHEN cardinality(c.streets) > 0 THEN %(along)s::float8 ELSE %(reach)s::float8 END)
    WHERE c.project_id = ANY (%(ids)s)
        AND (c.project_id < n.project_id OR n.project_id NOT IN (SELECT l.project_id FROM overlap_looked AS l))
) AS p
JOIN published.overlap_site AS a ON a.project_id = p.one
JOIN published.overlap_site AS b ON b.project_id = p.other
