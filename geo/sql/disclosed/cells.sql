-- How many projects of each agency disclose each field at the end of a month.
-- $1  the first day of the month
-- $2  code of the agency, null for all
-- $3  fields; '' counts the projects
SELECT agency, field, $1::date AS month, sum(published)::bigint AS published, sum(zeros)::bigint AS zeros,
    sum(generalised)::bigint AS generalised, sum(withheld)::bigint AS withheld, sum(delayed)::bigint AS delayed
FROM published.disclosure_count
WHERE month <= $1 AND ($2::text IS NULL OR agency = $2) AND field = ANY ($3::text[])
GROUP BY agency, field
ORDER BY agency, field
