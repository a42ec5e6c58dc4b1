-- Stage the withdrawal of published projects that are not staged.
-- ids  of the projects; their baselines stay, so that who comes back is as late as before
INSERT INTO stage (
    row_number, project_id, title, titles, descriptions, status, category, agency, contractor, supervisor, address,
    original_start, original_end, planned_start, planned_end, actual_start, actual_end, progress_planned,
    progress_actual, progress_as_of, original_budget, original_budget_currency, budget, budget_currency,
    contract_amount, contract_currency, location_source, location_method, location_accuracy, location_verified_by,
    location_verified_on, declared_districts, withheld, blocked, withdrawn, sample, reports, footprint,
    details, ground, generalised
)
SELECT
    row_number() OVER (ORDER BY project_id), project_id, title, titles, descriptions, status, category, agency,
    contractor, supervisor, address, original_start, original_end, planned_start, planned_end, actual_start,
    actual_end, progress_planned, progress_actual, progress_as_of, original_budget, original_budget_currency, budget,
    budget_currency, contract_amount, contract_currency, location_source, location_method, location_accuracy,
    location_verified_by, location_verified_on, declared_districts, withheld,
    blocked, true, sample, '[]', footprint, details,
    'withdrawal', generalised
FROM published.project_now AS v
WHERE project_id = ANY (%(ids)s) AND NOT EXISTS (SELECT FROM stage AS s WHERE s.project_id = v.project_id)
