-- One pair of works as it is served, with what is public of both works now, or was at the publication that is asked for.
-- $1 $2    the city's first language; the date asked, which the state is told of
-- state    its braces take overlaps/state
-- reads    overlap as o
-- returns  feature: GeoJSON text, CRS84; metres, square metres, degrees, days, money in the currency of the costs. A name
--          in `withheld` is one of its properties whose value was entered and is not public
'{"type":"Feature","id":' || to_json(o.id)::text || ',"geometry":' || ST_AsGeoJSON(published.right_handed(o.ground), 7)
    || ',"properties":' || (SELECT row_to_json(p)::text FROM (
        SELECT
            o.kind AS class, o.also, {state} AS state, coalesce(o.period_end < $2::date, false) AS past,
            mark.reason, mark.agency AS marked_by, mark.marked_at,
            o.one_id AS one, a.title AS one_title, a.titles AS one_titles, a.agency AS one_agency, (
                SELECT coalesce(g.names ->> $1, g.names ->> (SELECT min(l) FROM jsonb_object_keys(g.names) AS l))
                FROM published.agency AS g WHERE g.code = a.agency
            ) AS one_agency_name,
            coalesce(a.actual_start, a.planned_start) AS one_start, coalesce(a.actual_end, a.planned_end) AS one_end,
            o.other_id AS other, b.title AS other_title, b.titles AS other_titles, b.agency AS other_agency, (
                SELECT coalesce(g.names ->> $1, g.names ->> (SELECT min(l) FROM jsonb_object_keys(g.names) AS l))
                FROM published.agency AS g WHERE g.code = b.agency
            ) AS other_agency_name,
            coalesce(b.actual_start, b.planned_start) AS other_start, coalesce(b.actual_end, b.planned_end) AS other_end,
            o.agencies, o.categories, o.districts, o.relation, round(o.distance::numeric, 2) AS distance_m,
            round(o.shared_length::numeric, 2) AS shared_length_m, round(o.shared_area::numeric, 2) AS shared_area_m2,
            round(o.bearing_gap::numeric, 1) AS bearing_gap, o.road_class, o.days_shared, o.gap_days,
            o.joint_start, o.joint_end, o.period_start, o.period_end, o.lead_id AS lead, o.lead_reason, o.exception,
            o.score, o.currency, o.likelihood, (
                SELECT ('[' || coalesce(string_agg(row_to_json(t)::text, ','), '') || ']')::json
                FROM jsonb_to_recordset(o.terms) AS t (
                    name text, quantity numeric, unit text, unit_cost numeric, value numeric, source text
                )
            ) AS terms,
            o.since AS publication, array_remove(ARRAY[
                CASE WHEN coalesce(a.actual_start, a.planned_start) IS NULL
                    AND a.withheld && ARRAY['actual_start', 'planned_start'] THEN 'one_start' END,
                CASE WHEN coalesce(a.actual_end, a.planned_end) IS NULL
                    AND a.withheld && ARRAY['actual_end', 'planned_end'] THEN 'one_end' END,
                CASE WHEN coalesce(b.actual_start, b.planned_start) IS NULL
                    AND b.withheld && ARRAY['actual_start', 'planned_start'] THEN 'other_start' END,
                CASE WHEN coalesce(b.actual_end, b.planned_end) IS NULL
                    AND b.withheld && ARRAY['actual_end', 'planned_end'] THEN 'other_end' END
            ], NULL) AS withheld,
            o.sample
        FROM (SELECT) AS nothing
        LEFT JOIN published.project_now AS a ON a.project_id = o.one_id
        LEFT JOIN published.project_now AS b ON b.project_id = o.other_id
        LEFT JOIN LATERAL (
            SELECT m.reason, m.agency, m.marked_at FROM published.overlap_mark AS m
            WHERE m.one_id = o.one_id AND m.other_id = o.other_id ORDER BY m.publication DESC LIMIT 1
        ) AS mark ON true
    ) AS p) || '}'
