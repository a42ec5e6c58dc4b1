-- The facts of one project as a list shows them.
-- $1       the date asked, which days_late and days_silent are counted to
-- $2       the city's time zone, in which the day of a publication is counted
-- reads    project_now as v, agency as a
-- returns  id, titles, status, category, agency, agency_names, dates, progress, budget, withheld, sample, days_late,
--          days_silent, mapped, districts (ids, the largest share first)
v.project_id AS id, v.titles, v.status, v.category, v.agency, a.names AS agency_names,
    v.planned_start, v.planned_end, v.actual_start, v.actual_end, v.original_end,
    v.progress_planned, v.progress_actual, v.progress_as_of, v.budget, v.budget_currency, v.withheld, v.sample,
    published.days_late(v.original_end, v.planned_end, v.actual_end, v.status, $1::date) AS days_late,
    published.days_silent(
        v.progress_as_of, lower(v.published) AT TIME ZONE $2::text AT TIME ZONE 'UTC', v.status, $1::date
    ) AS days_silent,
    v.footprint IS NOT NULL AS mapped,
    ARRAY (
        SELECT s.district_id FROM published.district_share AS s
        WHERE s.project_id = v.project_id AND s.version = v.version
        ORDER BY s.share DESC NULLS LAST, s.district_id
    ) AS districts
