-- The versions that an earlier publication showed and a later one closed, as briefs with the districts of then.
-- number  a placeholder is put in its braces; the publication's number
(
    SELECT p.project_id, p.version, p.publication, ST_XMin(p.footprint) AS west, ST_YMin(p.footprint) AS south,
        ST_XMax(p.footprint) AS east, ST_YMax(p.footprint) AS north, p.original_start, p.original_end, p.planned_start, p.planned_end, p.actual_start,
        p.actual_end, p.progress_as_of,
        CASE WHEN p.status = 'implementation' AND p.actual_end IS NULL AND p.original_end IS NOT NULL
            THEN greatest(p.planned_end, p.original_end) END AS due,
        p.sample, p.geometry_class, p.status, p.category, p.agency, p.location_accuracy, p.progress_planned,
        p.progress_actual, p.original_budget, p.budget, p.contract_amount,
        coalesce(array_position(ARRAY['implementation', 'completion', 'suspended', 'preparation', 'identification',
            'completed', 'cancelled'], p.status), 8)::text || to_char(2 - coalesce(p.progress_actual, -1), 'FM0.000000')
            AS by_progress,
        p.title,
        CASE WHEN x.districts IS NOT NULL
                AND NOT EXISTS (SELECT FROM published.boundary_set_past AS e WHERE e.until > {number}::bigint)
            THEN x.districts
            ELSE ARRAY(
                SELECT s.district_id FROM published.district_share AS s
                WHERE s.project_id = p.project_id AND s.version = p.version
                ORDER BY s.share DESC NULLS LAST, s.district_id
            ) END AS districts,
        p.end_shift_days, p.extension_count, p.cost_growth, p.progress_gap, p.contractor, p.supervisor, p.address,
        p.original_budget_currency, p.budget_currency, p.contract_currency, p.location_source, p.location_method,
        p.location_verified_by, p.location_verified_on, p.declared_districts, p.withheld,
        p.published
    FROM published.project_version AS p
    LEFT JOIN published.project_box_past AS x ON x.project_id = p.project_id AND x.since = p.publication
    WHERE NOT upper_inf(p.published) AND NOT p.withdrawn
        AND p.published @> (SELECT w.published_at FROM published.publication AS w WHERE w.number = {number}::bigint)
)
