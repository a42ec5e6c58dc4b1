-- The ongoing projects by agency and date of the progress; those without a date count under the year 1.
-- moved  its braces take disclosed/moved or disclosed/everything
SELECT m.agency, coalesce(m.progress_as_of, date '0001-01-01') AS as_of, sum(m.sign)::bigint AS projects
FROM ({moved}) AS m
WHERE m.status = 'implementation'
GROUP BY 1, 2 HAVING sum(m.sign) <> 0
