-- Keep the briefs of the projects that a publication brings, and note them in brief_change.
-- number  the publication's number
-- brief   its braces take briefs/brief of this publication, or of all that is published now
-- note    its braces take briefs/note of come
-- reads   temporary table brief_change; the projects' shares of districts are there
WITH come AS (
    INSERT INTO published.project_brief (
        project_id, version, publication, west, south, east, north, original_start, original_end, planned_start,
        planned_end, actual_start, actual_end, progress_as_of, due, sample, geometry_class, status, category, agency,
        location_accuracy, progress_planned, progress_actual, original_budget, budget, contract_amount, by_progress,
        title, districts, end_shift_days, extension_count, cost_growth, progress_gap, contractor, supervisor, address,
        original_budget_currency, budget_currency, contract_currency, location_source, location_method,
        location_verified_by, location_verified_on, declared_districts, withheld, published
    )
    {brief}    RETURNING *
)
{note}
