-- The feature text of a version: the one serialiser, with fixed key order, exact digits and rings that turn as RFC 7946
-- says. The columns of a version alone give it.
-- reads    c (a version's columns, and published_at: its instant)
-- returns  text
'{"type":"Feature","id":' || to_json(c.project_id)::text
    || ',"geometry":' || coalesce(ST_AsGeoJSON(published.right_handed(c.footprint), 7), 'null')
    || ',"properties":' || (SELECT row_to_json(p)::text FROM (
        SELECT
            c.title, c.titles, c.descriptions, c.status, c.category, c.agency, c.contractor, c.supervisor, c.address,
            c.original_start, c.original_end, c.planned_start, c.planned_end, c.actual_start, c.actual_end,
            trim_scale(round(c.progress_planned, 6)) AS progress_planned,
            trim_scale(round(c.progress_actual, 6)) AS progress_actual, c.progress_as_of,
            c.original_budget, c.original_budget_currency, c.budget, c.budget_currency,
            c.contract_amount, c.contract_currency,
            c.location_source, c.location_method, c.location_accuracy,
            c.location_verified_by, c.location_verified_on,
            c.declared_districts, c.withheld, c.withdrawn, c.sample, c.version,
            to_char(c.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS published,
            c.end_shift_days, c.extension_count, c.cost_growth, c.progress_gap, c.ground,
            c.details -> 'scale' AS scale, c.details -> 'participants' AS participants,
            c.details -> 'contacts' AS contacts, c.details -> 'contracts' AS contracts,
            c.details -> 'changes' AS changes, c.details -> 'documents' AS documents,
            c.details -> 'photos' AS photos, c.details -> 'briefs' AS briefs, c.details -> 'penalties' AS penalties,
            c.details -> 'coordination' AS coordination,
            c.purged, c.generalised
    ) AS p) || '}'
