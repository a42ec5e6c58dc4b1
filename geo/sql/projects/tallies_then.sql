-- What was counted of the projects of districts, or of the whole city (whose id is ''), at an earlier publication.
-- $1          the day
-- places      its braces take the condition on s.district_id
-- statuses    and on s.status, not entered being ''; each of these begins with AND or is empty
-- categories  and on s.category
-- delays      and whether ongoing projects are chosen at all
-- returns     as projects/tallies
SELECT s.district_id, count(*) AS projects, count(*) FILTER (WHERE s.status = 'implementation') AS ongoing,
    count(*) FILTER (WHERE s.days > 0{delays}) AS late, count(*) FILTER (WHERE s.geometry_class IS NULL) AS unmapped,
    (avg(s.days) FILTER (WHERE true{delays}))::float8 AS mean_delay_days
FROM (
    SELECT d.id AS district_id, coalesce(v.status, '') AS status, coalesce(v.category, '') AS category, v.geometry_class,
        CASE WHEN v.status = 'implementation' THEN
            published.days_late(v.original_end, v.planned_end, v.actual_end, v.status, $1::date) END AS days
    FROM published.project_brief AS v CROSS JOIN LATERAL unnest(v.districts || ''::text) AS d (id)
) AS s
WHERE {places}{statuses}{categories}
GROUP BY s.district_id
