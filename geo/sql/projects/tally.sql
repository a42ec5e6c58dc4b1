-- What is counted of projects, in a city or in each district.
-- $1       the date asked, which delays are counted to
-- reads    project_now as v, days_late as l (late)
-- returns  projects, ongoing, late, unmapped (counts), mean_delay_days of the ongoing ones (null without a baseline)
count(*) AS projects,
    count(*) FILTER (WHERE v.status = 'implementation') AS ongoing,
    count(*) FILTER (WHERE v.status = 'implementation' AND l.late > 0) AS late,
    count(*) FILTER (WHERE v.footprint IS NULL) AS unmapped,
    (avg(l.late) FILTER (WHERE v.status = 'implementation'))::float8 AS mean_delay_days
