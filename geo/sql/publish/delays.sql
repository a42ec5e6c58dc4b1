-- The stored facts of delay and overrun against the first baseline, as columns; null where what they need is not known.
-- reads    c (a version's columns)
-- returns  end_shift_days   days from the original end to the actual one, else to the planned one
--          extension_count  published changes of duration; null where changes are withheld
--          cost_growth      (budget - original budget) / original budget, of one currency; a fraction of 6 digits
--          progress_gap     planned progress - actual progress; a fraction
coalesce(c.actual_end, c.planned_end) - c.original_end AS end_shift_days,
CASE WHEN 'changes' = ANY (c.blocked) THEN NULL WHEN NOT c.details ? 'changes' THEN 0
    ELSE jsonb_array_length(jsonb_path_query_array(c.details, '$.changes[*] ? (@.type == "duration")'))
    END AS extension_count,
CASE WHEN c.original_budget > 0 AND c.budget_currency = c.original_budget_currency
    THEN trim_scale(round((c.budget - c.original_budget) / c.original_budget, 6)) END AS cost_growth,
trim_scale(round(c.progress_planned, 6) - round(c.progress_actual, 6)) AS progress_gap
