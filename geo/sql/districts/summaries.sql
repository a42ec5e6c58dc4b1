-- What is built in each district of one boundary set. A project that crosses districts counts in each of them.
-- $1       the boundary set's code
-- $2       the date that delays are counted to
-- returns  id, code, names, parent, level, projects, ongoing, late, unmapped (counts),
--          mean_delay_days of the ongoing projects (null where none has a baseline), label_lon, label_lat (degrees)
SELECT d.id, d.code, d.names, d.parent, d.level, ST_X(d.label_point) AS label_lon, ST_Y(d.label_point) AS label_lat,
    count(v.project_id) AS projects,
    count(v.project_id) FILTER (WHERE v.status = 'implementation') AS ongoing,
    count(v.project_id) FILTER (WHERE v.status = 'implementation' AND l.late > 0) AS late,
    count(v.project_id) FILTER (WHERE v.footprint IS NULL) AS unmapped,
    (avg(l.late) FILTER (WHERE v.status = 'implementation'))::float8 AS mean_delay_days
FROM published.district AS d
LEFT JOIN published.district_share AS s ON s.district_id = d.id
LEFT JOIN published.project_now AS v ON v.project_id = s.project_id AND v.version = s.version
LEFT JOIN LATERAL published.days_late(v.original_end, v.planned_end, v.actual_end, v.status, $2::date) AS l (late)
    ON true
WHERE d.set_code = $1
GROUP BY d.id
ORDER BY d.code
