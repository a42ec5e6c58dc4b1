-- What is open, by agency or district and class; once more for all together, with a null code. A pair is counted in each
-- of its agencies or districts. A pair that would cost more to join than that saves puts nothing at stake: nobody has to.
-- $1      today: what is over before is past
-- places  its braces take the column of the pair o that names agencies or districts
-- reads   overlap as o, overlap_mark as m
SELECT c.code, o.kind, count(*) AS pairs, sum(o.shared_length) AS metres, sum(o.shared_area) AS square_metres,
    sum(coalesce(d.days, 0)) AS days, sum(greatest(o.score, 0)) AS money
FROM published.overlap AS o
CROSS JOIN LATERAL (
    SELECT sum((t ->> 'quantity')::numeric) AS days FROM jsonb_array_elements(o.terms) AS t WHERE t ->> 'name' = 'disruption'
) AS d
CROSS JOIN LATERAL unnest({places} || NULL::text) AS c (code)
WHERE coalesce(o.period_end >= $1::date, true) AND coalesce((
    SELECT m.state FROM published.overlap_mark AS m
    WHERE m.one_id = o.one_id AND m.other_id = o.other_id ORDER BY m.publication DESC LIMIT 1
), 'open') = 'open'
GROUP BY c.code, o.kind
ORDER BY c.code NULLS FIRST, o.kind
