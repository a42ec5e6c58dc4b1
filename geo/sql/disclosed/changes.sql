-- What each month changed of the numbers of projects that disclose each field, by agency.
-- $1  code of the agency, null for all
-- $2  fields; '' counts the projects
SELECT agency, field, month, published, zeros, generalised, withheld, delayed
FROM published.disclosure_count
WHERE ($1::text IS NULL OR agency = $1) AND field = ANY ($2::text[])
ORDER BY agency, month, field
