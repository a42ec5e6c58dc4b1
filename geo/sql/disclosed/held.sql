-- How many rows are held, by agency; '' where it is not known.
-- $1  code of the agency, null for all
SELECT agency, sum(held)::bigint AS held FROM published.held_rows() WHERE $1::text IS NULL OR agency = $1 GROUP BY agency
