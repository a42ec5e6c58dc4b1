-- Keep the briefs of the projects that a publication brings, and note them in brief_change.
-- number  the publication's number
-- chosen  its braces take the condition: of this publication, or all that is published now
-- note    its braces take briefs/note of come
-- reads   temporary table brief_change; the projects' shares of districts are there
WITH come AS (
    INSERT INTO published.project_brief (
        project_id, version, publication, west, south, east, north, original_start, original_end, planned_start,
        planned_end, actual_start, actual_end, progress_as_of, due, sample, geometry_class, status, category, agency,
        location_accuracy, progress_planned, progress_actual, original_budget, budget, contract_amount, by_progress,
        title, districts, end_shift_days, extension_count, cost_growth, progress_gap, contractor, supervisor, address,
        original_budget_currency, budget_currency, contract_currency, location_source, location_method,
        location_verified_by, location_verified_on, declared_districts, withheld, published
    )
    SELECT v.project_id, v.version, v.publication, ST_XMin(v.footprint), ST_YMin(v.footprint), ST_XMax(v.footprint),
        ST_YMax(v.footprint), v.original_start, v.original_end, v.planned_start, v.planned_end, v.actual_start,
        v.actual_end, v.progress_as_of,
        CASE WHEN v.status = 'implementation' AND v.actual_end IS NULL AND v.original_end IS NOT NULL
            THEN greatest(v.planned_end, v.original_end) END,
        v.sample, v.geometry_class, v.status, v.category, v.agency, v.location_accuracy, v.progress_planned,
        v.progress_actual, v.original_budget, v.budget, v.contract_amount,
        -- Works under way first, and among equal statuses those that have got farthest.
        coalesce(array_position(ARRAY['implementation', 'completion', 'suspended', 'preparation', 'identification',
            'completed', 'cancelled'], v.status), 8)::text || to_char(2 - coalesce(v.progress_actual, -1), 'FM0.000000'),
        v.title,
        ARRAY(
            SELECT s.district_id FROM published.district_share AS s
            WHERE s.project_id = v.project_id AND s.version = v.version ORDER BY s.share DESC NULLS LAST, s.district_id
        ),
        v.end_shift_days, v.extension_count, v.cost_growth, v.progress_gap, v.contractor, v.supervisor, v.address,
        v.original_budget_currency, v.budget_currency, v.contract_currency, v.location_source, v.location_method,
        v.location_verified_by, v.location_verified_on, v.declared_districts, v.withheld,
        v.published
    FROM published.project_now AS v
    WHERE {chosen}
    RETURNING *
)
{note}
