-- Count by agency and date of the progress the ongoing projects; those without a date count under the year 1.
-- moved  its braces take disclosed/moved or disclosed/everything
INSERT INTO published.disclosure_report AS k (agency, as_of, projects)
SELECT m.agency, coalesce(m.progress_as_of, date '0001-01-01'), sum(m.sign)
FROM ({moved}) AS m
WHERE m.status = 'implementation'
GROUP BY 1, 2 HAVING sum(m.sign) <> 0
ORDER BY 1, 2
ON CONFLICT (agency, as_of) DO UPDATE SET projects = k.projects + excluded.projects
