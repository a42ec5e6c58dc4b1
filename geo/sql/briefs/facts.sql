-- What a brief says of a version v but when it was published, in the order of its columns.
-- shares  its braces take the shares of districts that count
v.project_id, v.version, v.publication, ST_XMin(v.footprint) AS west, ST_YMin(v.footprint) AS south,
    ST_XMax(v.footprint) AS east, ST_YMax(v.footprint) AS north, v.original_start, v.original_end, v.planned_start,
    v.planned_end, v.actual_start, v.actual_end, v.progress_as_of,
    CASE WHEN v.status = 'implementation' AND v.actual_end IS NULL AND v.original_end IS NOT NULL
        THEN greatest(v.planned_end, v.original_end) END AS due,
    v.sample, v.geometry_class, v.status, v.category, v.agency, v.location_accuracy, v.progress_planned,
    v.progress_actual, v.original_budget, v.budget, v.contract_amount,
    -- Works under way first, and among equal statuses those that have got farthest.
    coalesce(array_position(ARRAY['implementation', 'completion', 'suspended', 'preparation', 'identification',
        'completed', 'cancelled'], v.status), 8)::text || to_char(2 - coalesce(v.progress_actual, -1), 'FM0.000000')
        AS by_progress,
    v.title,
    ARRAY(
        SELECT s.district_id FROM {shares} AS s
        WHERE s.project_id = v.project_id AND s.version = v.version ORDER BY s.share DESC NULLS LAST, s.district_id
    ) AS districts,
    v.end_shift_days, v.extension_count, v.cost_growth, v.progress_gap, v.contractor, v.supervisor, v.address,
    v.original_budget_currency, v.budget_currency, v.contract_currency, v.location_source, v.location_method,
    v.location_verified_by, v.location_verified_on, v.declared_districts, v.withheld
