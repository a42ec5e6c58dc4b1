-- Published versions with all their facts, in the order of their projects, the newest of each first.
-- now      whether those that the public sees now are asked, or those that it does not
-- returns  the columns of a version, its footprint as WKB, the reports that came with it (JSON, exact numbers as text), and
--          which publications show it (until is null for ever)
SELECT
    v.project_id, v.version, v.publication, n.publication AS until, v.titles, v.descriptions, v.status, v.category,
    v.agency, v.contractor, v.supervisor, v.address, v.original_start, v.original_end, v.planned_start, v.planned_end,
    v.actual_start, v.actual_end, v.progress_planned, v.progress_actual, v.progress_as_of,
    v.original_budget, v.original_budget_currency, v.budget, v.budget_currency, v.contract_amount, v.contract_currency,
    v.location_source, v.location_method, v.location_accuracy, v.location_verified_by, v.location_verified_on,
    v.declared_districts, v.withheld, v.blocked, v.generalised, v.sample, ST_AsBinary(v.footprint) AS footprint, v.details,
    (
        SELECT jsonb_agg(jsonb_build_object('as_of', r.as_of, 'planned', r.planned::text, 'actual', r.actual::text))
        FROM published.progress_report AS r WHERE r.project_id = v.project_id AND r.publication = v.publication
    ) AS reports
FROM published.project_version AS v
LEFT JOIN published.project_version AS n ON n.project_id = v.project_id AND n.version = v.version + 1
WHERE (upper_inf(v.published) AND NOT v.withdrawn) = %(now)s
ORDER BY v.project_id, v.version DESC
