-- Insert the new versions with their feature text.
-- number        publication number
-- published_at  its instant, UTC
-- delays        its braces take publish/delays
-- feature       and publish/feature
WITH feature AS (
    SELECT c.*, {feature} AS feature_text
    FROM (
        SELECT c.*, {delays}, ARRAY[]::text[] AS purged, %(published_at)s::timestamptz AS published_at FROM change AS c
    ) AS c
)
INSERT INTO published.project_version (
    project_id, version, publication, published, withdrawn, title, titles, descriptions, status, category, agency,
    contractor, supervisor, address, original_start, original_end, planned_start, planned_end, actual_start,
    actual_end, progress_planned, progress_actual, progress_as_of, original_budget, original_budget_currency, budget,
    budget_currency, contract_amount, contract_currency, location_source, location_method, location_accuracy,
    location_verified_by, location_verified_on, declared_districts, withheld, blocked, sample, footprint,
    geometry_class, facts_hash, feature_text, feature_hash, details, ground, end_shift_days, extension_count,
    cost_growth, progress_gap, purged, generalised
)
SELECT
    project_id, version, %(number)s, tstzrange(published_at, NULL), withdrawn, title, titles, descriptions, status,
    category, agency, contractor, supervisor, address, original_start, original_end, planned_start, planned_end,
    actual_start, actual_end, progress_planned, progress_actual, progress_as_of, original_budget,
    original_budget_currency, budget, budget_currency, contract_amount, contract_currency, location_source,
    location_method, location_accuracy, location_verified_by, location_verified_on, declared_districts, withheld,
    blocked, sample, footprint, published.geometry_class(footprint), facts_hash, feature_text,
    sha256(convert_to(feature_text, 'UTF8')), details, ground, end_shift_days, extension_count, cost_growth,
    progress_gap, purged, generalised
FROM feature
