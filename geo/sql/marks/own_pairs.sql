-- The pairs of published works of which one is an agency's, with what was marked of each last; the most at stake first.
-- agency  whose; today: days after which a pair is past; limit: how many, of `matched` in all
-- states  of what was marked last, or null for all
SELECT o.id, o.kind, o.also, o.relation, o.distance, o.shared_length, o.shared_area, o.days_shared, o.gap_days, o.joint_start,
    o.joint_end, o.period_start, o.period_end, o.lead_id, o.lead_reason, o.exception, o.score, o.currency, o.likelihood,
    o.one_id, a.title AS one_title, a.agency AS one_agency, o.other_id, b.title AS other_title, b.agency AS other_agency,
    coalesce(m.state, 'open') AS state, m.reason, m.agency AS marked_by, coalesce(o.period_end < %(today)s, false) AS past,
    ST_AsBinary(o.ground) AS ground, count(*) OVER () AS matched
FROM published.overlap AS o
JOIN published.project_now AS a ON a.project_id = o.one_id
JOIN published.project_now AS b ON b.project_id = o.other_id
LEFT JOIN LATERAL (
    SELECT n.state, n.reason, n.agency FROM published.overlap_mark AS n
    WHERE n.one_id = o.one_id AND n.other_id = o.other_id ORDER BY n.publication DESC LIMIT 1
) AS m ON true
WHERE o.agencies @> ARRAY[%(agency)s COLLATE "C"]
    AND (%(states)s::text[] IS NULL OR coalesce(m.state, 'open') = ANY (%(states)s))
    AND (NOT %(current)s OR coalesce(o.period_end >= %(today)s, true))
ORDER BY o.score DESC, o.id LIMIT %(limit)s
