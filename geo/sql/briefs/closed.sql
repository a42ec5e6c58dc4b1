-- The briefs of versions that a publication closed, as they were kept then.
-- chosen   its braces take the condition
-- then     and then/district_share at the publication before n.publication
-- returns  the columns of published.project_brief_past: until (the publication that closed it), then those of a brief
SELECT n.publication AS until, p.project_id, p.version, p.publication,
    ST_XMin(p.footprint) AS west, ST_YMin(p.footprint) AS south, ST_XMax(p.footprint) AS east,
    ST_YMax(p.footprint) AS north, p.original_start, p.original_end, p.planned_start, p.planned_end, p.actual_start,
    p.actual_end, p.progress_as_of,
    CASE WHEN p.status = 'implementation' AND p.actual_end IS NULL AND p.original_end IS NOT NULL
        THEN greatest(p.planned_end, p.original_end) END AS due,
    p.sample, p.geometry_class, p.status, p.category, p.agency, p.location_accuracy, p.progress_planned,
    p.progress_actual, p.original_budget, p.budget, p.contract_amount,
    coalesce(array_position(ARRAY['implementation', 'completion', 'suspended', 'preparation', 'identification',
        'completed', 'cancelled'], p.status), 8)::text || to_char(2 - coalesce(p.progress_actual, -1), 'FM0.000000')
        AS by_progress,
    p.title,
    ARRAY(
        SELECT s.district_id FROM {then} AS s
        WHERE s.project_id = p.project_id AND s.version = p.version ORDER BY s.share DESC NULLS LAST, s.district_id
    ) AS districts,
    p.end_shift_days, p.extension_count, p.cost_growth, p.progress_gap, p.contractor, p.supervisor, p.address,
    p.original_budget_currency, p.budget_currency, p.contract_currency, p.location_source, p.location_method,
    p.location_verified_by, p.location_verified_on, p.declared_districts, p.withheld,
    tstzrange(lower(p.published), NULL) AS published
FROM published.project_version AS p
JOIN published.project_version AS n ON n.project_id = p.project_id AND n.version = p.version + 1
WHERE NOT upper_inf(p.published) AND NOT p.withdrawn AND {chosen}
