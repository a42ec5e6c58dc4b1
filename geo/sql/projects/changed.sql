-- When each published project was changed last, a part of all of them by id.
-- $1       how many are passed over
-- $2       how many are read
-- returns  id, changed (instant)
SELECT v.project_id AS id, lower(v.published) AS changed
FROM published.project_now AS v
ORDER BY v.project_id
OFFSET $1::bigint LIMIT $2::bigint
