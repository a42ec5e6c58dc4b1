-- What has become of a pair by the date asked: the one place that says so.
-- today    its braces take the date asked
-- reads    overlap as o
-- returns  open, or past once the days are over in which the pair matters
CASE WHEN o.period_end < {today}::date THEN 'past' ELSE 'open' END
