-- What each month changed of the numbers of all agencies together, by field.
-- $1  code of the agency, null for all
-- $2  fields; '' counts the projects
SELECT '' AS agency, field, month, sum(published)::bigint AS published, sum(zeros)::bigint AS zeros,
    sum(generalised)::bigint AS generalised, sum(withheld)::bigint AS withheld, sum(delayed)::bigint AS delayed
FROM published.disclosure_count
WHERE ($1::text IS NULL OR agency = $1) AND field = ANY ($2::text[])
GROUP BY month, field
ORDER BY month, field
