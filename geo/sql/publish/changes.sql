-- Temporary table of the staged projects that differ from what is published now, with the version each becomes.
-- The first published baseline is carried on: where the agency names no original dates or budget, the first planned
-- ones stay, unless the policy blocks them.
CREATE TEMPORARY TABLE change ON COMMIT DROP AS
WITH staged AS (
    SELECT s.*, sha256(convert_to(row(
        s.title, s.titles, s.descriptions, s.status, s.category, s.agency, s.contractor, s.supervisor, s.address,
        s.original_start, s.original_end, s.planned_start, s.planned_end, s.actual_start, s.actual_end,
        trim_scale(s.progress_planned), trim_scale(s.progress_actual), s.progress_as_of,
        trim_scale(s.original_budget), s.original_budget_currency, trim_scale(s.budget), s.budget_currency,
        trim_scale(s.contract_amount), s.contract_currency,
        s.location_source, s.location_method, s.location_accuracy, s.location_verified_by, s.location_verified_on,
        s.declared_districts, s.withheld, s.blocked, s.withdrawn, s.sample, s.reports, ST_AsBinary(s.footprint)
    )::text, 'UTF8')) AS facts_hash
    FROM stage AS s
)
SELECT
    s.row_number, s.project_id, s.title, s.titles, s.descriptions, s.status, s.category, s.agency,
    s.contractor, s.supervisor, s.address,
    CASE WHEN s.original_start IS NOT NULL OR 'original_start' = ANY (s.blocked) THEN s.original_start
        ELSE coalesce(v.original_start, s.planned_start) END AS original_start,
    CASE WHEN s.original_end IS NOT NULL OR 'original_end' = ANY (s.blocked) THEN s.original_end
        ELSE coalesce(v.original_end, s.planned_end) END AS original_end,
    s.planned_start, s.planned_end, s.actual_start, s.actual_end,
    s.progress_planned, s.progress_actual, s.progress_as_of,
    CASE WHEN s.original_budget IS NOT NULL OR 'original_budget' = ANY (s.blocked) THEN s.original_budget
        ELSE coalesce(v.original_budget, s.budget) END AS original_budget,
    CASE WHEN s.original_budget IS NOT NULL OR 'original_budget' = ANY (s.blocked) THEN s.original_budget_currency
        ELSE coalesce(v.original_budget_currency, s.budget_currency) END AS original_budget_currency,
    s.budget, s.budget_currency, s.contract_amount, s.contract_currency,
    s.location_source, s.location_method, s.location_accuracy, s.location_verified_by, s.location_verified_on,
    s.declared_districts, s.withheld, s.blocked, s.withdrawn, s.sample, s.reports, s.footprint, s.facts_hash,
    coalesce(v.version, 0) + 1 AS version
FROM staged AS s
LEFT JOIN published.project_version AS v ON v.project_id = s.project_id AND upper_inf(v.published)
WHERE v.facts_hash IS DISTINCT FROM s.facts_hash
