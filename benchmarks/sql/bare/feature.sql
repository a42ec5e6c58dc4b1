left(v.feature_text, -2)
    || ',"agency_name":' || coalesce(to_json(coalesce(a.names ->> 'vi', a.names ->> (SELECT min(l) FROM jsonb_object_keys(a.names) AS l)))::text, 'null')
    || ',"districts":' || coalesce((
        SELECT json_agg(s.district_id ORDER BY s.share DESC NULLS LAST, s.district_id)::text
        FROM published.district_share AS s WHERE s.project_id = v.project_id AND s.version = v.version), '[]')
    || ',"days_late":' || coalesce(published.days_late(
        v.original_end, v.planned_end, v.actual_end, v.status, (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)::text, 'null')
    || ',"days_silent":' || coalesce(published.days_silent(
        v.progress_as_of, lower(v.published) AT TIME ZONE 'Asia/Ho_Chi_Minh' AT TIME ZONE 'UTC', v.status, (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)::text, 'null')
    || '}}'
