-- All published facts of one project, in one snapshot.
-- $1       the date asked, which days_late and days_silent are counted to
-- $2       the project's id
-- $3       the city's time zone, in which the day of a publication is counted
-- returns  one row; reports is JSON (latest word on each date), shares is JSON (largest first within a boundary set),
--          west, south, east, north the footprint's box in CRS84 degrees, its west above its east over the antimeridian;
--          no row where nothing is published
SELECT v.project_id AS id, v.titles, v.descriptions, v.status, v.category, v.agency, a.names AS agency_names,
    v.contractor, v.supervisor, v.address, v.original_start, v.original_end, v.planned_start, v.planned_end,
    v.actual_start, v.actual_end, v.progress_planned, v.progress_actual, v.progress_as_of,
    v.original_budget, v.original_budget_currency, v.budget, v.budget_currency, v.contract_amount, v.contract_currency,
    v.location_source, v.location_method, v.location_accuracy, v.location_verified_by, v.location_verified_on,
    v.withheld, v.generalised, v.blocked, v.purged, v.sample, v.version, v.publication, lower(v.published) AS published_at,
    published.days_late(v.original_end, v.planned_end, v.actual_end, v.status, $1::date) AS days_late,
    published.days_silent(
        v.progress_as_of, lower(v.published) AT TIME ZONE $3::text AT TIME ZONE 'UTC', v.status, $1::date
    ) AS days_silent,
    v.end_shift_days, v.extension_count, v.cost_growth, v.progress_gap, v.details,
    v.footprint IS NOT NULL AS mapped,
    ST_XMin(b.shape) AS west, ST_YMin(b.shape) AS south,
    ST_XMax(b.shape) - CASE WHEN ST_XMax(b.shape) > 180 THEN 360 ELSE 0 END AS east, ST_YMax(b.shape) AS north,
    (
        SELECT coalesce(json_agg(r ORDER BY r.as_of), '[]') FROM (
            SELECT DISTINCT ON (p.as_of) p.as_of, p.planned::text AS planned, p.actual::text AS actual
            FROM published.progress_report AS p WHERE p.project_id = v.project_id
            ORDER BY p.as_of, p.publication DESC
        ) AS r
    ) AS reports,
    (
        SELECT coalesce(json_agg(x ORDER BY x.set_code, x.share DESC NULLS LAST, x.district_id), '[]') FROM (
            SELECT s.district_id, d.names, d.set_code, s.measure, s.amount, s.share
            FROM published.district_share AS s
            JOIN published.district AS d ON d.id = s.district_id
            WHERE s.project_id = v.project_id AND s.version = v.version
        ) AS x
    ) AS shares
FROM published.project_now AS v JOIN published.agency AS a ON a.code = v.agency
CROSS JOIN LATERAL (
    SELECT CASE WHEN ST_XMax(v.footprint) - ST_XMin(v.footprint) > 180 THEN ST_ShiftLongitude(v.footprint) ELSE v.footprint
        END AS shape
) AS b
WHERE v.project_id = $2
