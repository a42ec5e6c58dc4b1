-- The first work that is compared though it is not to be, or not said to be crowded as it is; or pair with a work that is
-- not compared.
-- compared  its braces take overlaps/compared
-- most     works at one place that are taken to be there
-- returns  a work or a pair; at most one row
SELECT x.id
FROM (
    SELECT s.project_id AS id
    FROM (SELECT project_id, crowded, count(*) OVER (PARTITION BY shape) > %(most)s AS is_crowded FROM published.overlap_site) AS s
    LEFT JOIN published.project_now AS v ON v.project_id = s.project_id AND {compared}
    WHERE v.project_id IS NULL OR s.crowded <> s.is_crowded
    UNION ALL
    SELECT o.id FROM published.overlap AS o
    LEFT JOIN published.overlap_site AS a ON a.project_id = o.one_id AND NOT a.crowded
    LEFT JOIN published.overlap_site AS b ON b.project_id = o.other_id AND NOT b.crowded
    WHERE a.project_id IS NULL OR b.project_id IS NULL
) AS x
ORDER BY 1 LIMIT 1
