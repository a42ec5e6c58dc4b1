-- The rows of a load, as they were sent, of the projects that are read of it.
-- chosen   its braces take the temporary table
-- load     the load's id
-- returns  row_number, payload, geometry (WKB in the file's CRS)
SELECT s.row_number, s.payload, s.geometry
FROM intake.submission AS s
JOIN {chosen} AS c ON c.load_id = s.load_id AND c.project_id = s.project_id
WHERE s.load_id = %(load)s AND s.state <> 'held'
ORDER BY s.row_number
