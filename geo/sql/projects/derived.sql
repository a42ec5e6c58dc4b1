-- What is appended to a feature's published text as it is served: its derived properties, and its end.
-- $1       the city's first language
-- $2       the date asked, which days_late and days_silent are counted to
-- $3       the city's time zone, in which the day of a publication is counted
-- reads    project_now as v, agency as a, project_brief as n (where it lies: its districts, the one with most of it first)
-- returns  text behind the last of the published properties
',"agency_name":' || coalesce(to_json(coalesce(a.names ->> $1, a.names ->> (SELECT min(l) FROM jsonb_object_keys(a.names) AS l)))::text, 'null')
    || ',"districts":' || coalesce(array_to_json(n.districts)::text, '[]')
    || ',"days_late":' || coalesce(published.days_late(
        v.original_end, v.planned_end, v.actual_end, v.status, $2::date)::text, 'null')
    || ',"days_silent":' || coalesce(published.days_silent(
        v.progress_as_of, lower(v.published) AT TIME ZONE $3::text AT TIME ZONE 'UTC', v.status, $2::date)::text, 'null')
    || '}}'
