-- Blank the fields of versions, and write their feature texts again.
-- feature  its braces take publish/feature
-- reads    temporary table purging
UPDATE published.project_version AS v SET
    title = c.title, titles = c.titles, descriptions = c.descriptions, status = c.status, category = c.category, contractor = c.contractor,
    supervisor = c.supervisor, address = c.address, original_start = c.original_start,
    original_end = c.original_end, planned_start = c.planned_start, planned_end = c.planned_end,
    actual_start = c.actual_start, actual_end = c.actual_end, progress_planned = c.progress_planned,
    progress_actual = c.progress_actual, progress_as_of = c.progress_as_of, original_budget = c.original_budget,
    original_budget_currency = c.original_budget_currency, budget = c.budget, budget_currency = c.budget_currency,
    contract_amount = c.contract_amount, contract_currency = c.contract_currency, footprint = c.footprint,
    geometry_class = c.geometry_class, location_source = c.location_source, location_method = c.location_method,
    location_accuracy = c.location_accuracy, location_verified_by = c.location_verified_by,
    location_verified_on = c.location_verified_on, declared_districts = c.declared_districts, details = c.details,
    end_shift_days = c.end_shift_days, extension_count = c.extension_count, cost_growth = c.cost_growth,
    progress_gap = c.progress_gap, purged = c.purged, facts_hash = c.facts_hash,
    feature_text = c.text_of_now, feature_hash = sha256(convert_to(c.text_of_now, 'UTF8'))
FROM (
    SELECT c.*, {feature} AS text_of_now
    FROM (
        SELECT b.*, lower(b.published) AS published_at
        FROM purging AS a
        JOIN published.project_version AS o ON o.project_id = a.project_id AND o.version = a.version
        CROSS JOIN LATERAL published.purged(o, a.fields) AS b
    ) AS c
) AS c
WHERE v.project_id = c.project_id AND v.version = c.version
