-- Insert the new versions with their feature text: the one serialiser, with fixed key order, exact digits and rings
-- that turn as RFC 7946 says.
-- number        publication number
-- published_at  its instant, UTC
WITH feature AS (
    SELECT c.*, '{"type":"Feature","id":' || to_json(c.project_id)::text
        || ',"geometry":' || coalesce(ST_AsGeoJSON(published.right_handed(c.footprint), 7), 'null')
        || ',"properties":' || row_to_json(p)::text || '}' AS feature_text
    FROM change AS c
    CROSS JOIN LATERAL (
        SELECT
            c.title, c.titles, c.descriptions, c.status, c.category, c.agency, c.contractor, c.supervisor, c.address,
            c.original_start, c.original_end, c.planned_start, c.planned_end, c.actual_start, c.actual_end,
            c.progress_planned, c.progress_actual, c.progress_as_of,
            c.original_budget, c.original_budget_currency, c.budget, c.budget_currency,
            c.contract_amount, c.contract_currency,
            c.location_source, c.location_method, c.location_accuracy,
            c.location_verified_by, c.location_verified_on,
            c.declared_districts, c.withheld, c.withdrawn, c.sample, c.version,
            to_char(%(published_at)s::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS published
    ) AS p
)
INSERT INTO published.project_version (
    project_id, version, publication, published, withdrawn, title, titles, descriptions, status, category, agency,
    contractor, supervisor, address, original_start, original_end, planned_start, planned_end, actual_start,
    actual_end, progress_planned, progress_actual, progress_as_of, original_budget, original_budget_currency, budget,
    budget_currency, contract_amount, contract_currency, location_source, location_method, location_accuracy,
    location_verified_by, location_verified_on, declared_districts, withheld, blocked, sample, footprint,
    geometry_class, facts_hash, feature_text, feature_hash
)
SELECT
    project_id, version, %(number)s, tstzrange(%(published_at)s, NULL), withdrawn, title, titles, descriptions, status,
    category, agency, contractor, supervisor, address, original_start, original_end, planned_start, planned_end,
    actual_start, actual_end, progress_planned, progress_actual, progress_as_of, original_budget,
    original_budget_currency, budget, budget_currency, contract_amount, contract_currency, location_source,
    location_method, location_accuracy, location_verified_by, location_verified_on, declared_districts, withheld,
    blocked, sample, footprint, published.geometry_class(footprint), facts_hash, feature_text, sha256(convert_to(feature_text, 'UTF8'))
FROM feature
