-- The briefs that an earlier publication showed and a later one replaced, with the districts of then.
-- number  a placeholder is put in its braces; the publication's number
(
    SELECT b.project_id, b.version, b.publication, b.west, b.south, b.east, b.north, b.original_start, b.original_end,
        b.planned_start, b.planned_end, b.actual_start, b.actual_end, b.progress_as_of, b.due, b.sample,
        b.geometry_class, b.status, b.category, b.agency, b.location_accuracy, b.progress_planned, b.progress_actual,
        b.original_budget, b.budget, b.contract_amount, b.by_progress, b.title,
        CASE WHEN NOT EXISTS (SELECT FROM published.boundary_set_past AS e WHERE e.until > {number}::bigint)
            THEN b.districts
            ELSE ARRAY(
                SELECT s.district_id FROM published.district_share AS s
                WHERE s.project_id = b.project_id AND s.version = b.version
                ORDER BY s.share DESC NULLS LAST, s.district_id
            ) END AS districts,
        b.end_shift_days, b.extension_count, b.cost_growth, b.progress_gap, b.contractor, b.supervisor, b.address,
        b.original_budget_currency, b.budget_currency, b.contract_currency, b.location_source, b.location_method,
        b.location_verified_by, b.location_verified_on, b.declared_districts, b.withheld,
        b.published
    FROM published.project_brief_past AS b
    WHERE b.publication <= {number}::bigint AND b.until > {number}::bigint
        AND EXISTS (SELECT FROM published.publication AS w WHERE w.number = {number}::bigint)
)
