-- What has become of a pair by the date asked: the one place that says so.
-- today    its braces take the date asked
-- reads    overlap as o
-- returns  what the pair was marked as last; where it was not, or is open again: open, or past once the days are over in
--          which it matters
coalesce(
    (
        SELECT nullif(n.state, 'open') FROM (
            SELECT m.state FROM published.overlap_mark AS m
            WHERE m.one_id = o.one_id AND m.other_id = o.other_id ORDER BY m.publication DESC LIMIT 1
        ) AS n
    ),
    CASE WHEN o.period_end < {today}::date THEN 'past' ELSE 'open' END
)
