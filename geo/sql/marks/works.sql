-- What the rules look at of these works; their sizes are told elsewhere.
-- $1     ids of the projects
-- reads  project_now as v
SELECT v.project_id AS id, v.agency, v.title, v.category, v.status, v.contractor, v.contract_amount, v.planned_start,
    v.planned_end, v.actual_start, v.actual_end, v.progress_as_of, v.budget, v.budget_currency, v.details::text AS details,
    v.sample, 0::float8 AS length, 0::float8 AS area
FROM published.project_now AS v WHERE v.project_id = ANY ($1)
