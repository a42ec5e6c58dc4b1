-- The baselines that the public sees now.
-- returns  project_id, original_start, original_end, original_budget, original_budget_currency
SELECT project_id, original_start, original_end, original_budget, original_budget_currency FROM published.project_now
WHERE original_start IS NOT NULL OR original_end IS NOT NULL OR original_budget IS NOT NULL
