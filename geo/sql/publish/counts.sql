-- What becomes of the rows that were sent.
-- returns  rows, held, published (rows of projects that change), changes (projects that change)
SELECT count(*) AS rows, count(s.reasons) AS held,
    count(*) FILTER (WHERE s.reasons IS NULL AND c.project_id IS NOT NULL) AS published,
    (SELECT count(*) FROM change) AS changes
FROM sent AS s
LEFT JOIN change AS c ON c.project_id = s.project_id COLLATE "C"
