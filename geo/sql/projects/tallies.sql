-- What is counted of the projects of districts, or of the whole city (whose id is ''), from kept tallies. Delays are those
-- to a day: sums of the years and months before it count to that day, of those behind it to when projects are due, and of
-- the month that it lies in the projects themselves are read.
-- $1          the day
-- places      its braces take the condition on s.district_id
-- statuses    and on s.status, not entered being ''; each of these three begins with AND or is empty
-- categories  and on s.category
-- delays      and whether ongoing projects are chosen at all
-- returns     district_id, projects, ongoing, late, unmapped, mean_delay_days (of the ongoing; null without a baseline)
SELECT n.district_id, n.projects, n.ongoing, coalesce(l.late, 0)::bigint AS late, n.unmapped,
    (l.days / nullif(l.known, 0))::float8 AS mean_delay_days
FROM (
    SELECT s.district_id, sum(s.projects)::bigint AS projects,
        coalesce(sum(s.projects) FILTER (WHERE s.status = 'implementation'), 0)::bigint AS ongoing,
        coalesce(sum(s.projects) FILTER (WHERE s.geometry_class = 'none'), 0)::bigint AS unmapped
    FROM published.project_tally AS s WHERE {places}{statuses}{categories}
    GROUP BY s.district_id
) AS n
LEFT JOIN (
    SELECT s.district_id, sum(s.late) AS late, sum(s.works)::numeric AS known, sum(s.days)::numeric AS days
    FROM (
        SELECT k.district_id, k.category, k.works, CASE WHEN p.past THEN k.works ELSE k.late END AS late,
            CASE WHEN p.past THEN k.works * ($1::date - date '2000-01-01') ELSE k.due_days END - k.original_days AS days
        FROM published.project_delay AS k
        CROSS JOIN (
            SELECT date_trunc('year', $1::date)::date AS year, date_trunc('month', $1::date)::date AS month,
                (date_trunc('year', $1::date) + interval '11 months')::date AS december
        ) AS today
        CROSS JOIN LATERAL (SELECT k.span <> 'ended' AND k.starts < $1::date AS past) AS p
        WHERE k.span = 'ended' OR k.span = 'year' AND k.starts <> today.year
            OR k.span = 'month' AND k.starts BETWEEN today.year AND today.december AND k.starts <> today.month
        UNION ALL
        SELECT d.district_id, coalesce(b.category, ''), 1, (b.due > b.original_end OR b.due < $1::date)::integer,
            greatest(b.due, $1::date) - b.original_end
        FROM published.project_brief AS b
        CROSS JOIN LATERAL unnest(b.districts || ''::text) AS d (district_id)
        WHERE b.due BETWEEN date_trunc('month', $1::date)::date
            AND (date_trunc('month', $1::date) + interval '1 month - 1 day')::date
    ) AS s
    WHERE {places}{categories}{delays}
    GROUP BY s.district_id
) AS l ON l.district_id = n.district_id
