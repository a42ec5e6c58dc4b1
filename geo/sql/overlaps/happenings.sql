-- What became of pairs, the newest first: those that were found, that got another class, that were found no more.
-- $1 $2    the code of an agency, the id of a district that a pair is of; null for any
-- $3       up to this publication
-- $4 $5    before this publication and pair; null for the newest of all
-- $6       how many at most
-- now earlier  their braces take overlaps/began, over overlap and over overlap_past
-- returns  publication, published_at, what (found, changed, gone), before (the class before a change), and of the pair as
--          it was found there, or last, what overlaps/feature has by these names; titles are JSON, of now
WITH now AS (
    -- Each of the three is read along an index by publication and pair, until there are enough.
    {now}
), earlier AS (
    {earlier}
), gone AS (
    SELECT o.until, 'gone', NULL::text, o.id, o.one_id, o.other_id, o.since
    FROM published.overlap_past AS o
    WHERE o.until <= $3::bigint AND ($4::bigint IS NULL OR (o.until, o.id) < ($4, $5::text COLLATE "C"))
        AND ($1::text IS NULL OR o.agencies @> ARRAY[$1]) AND ($2::text IS NULL OR o.districts @> ARRAY[$2])
        AND NOT EXISTS (
            SELECT FROM published.overlap AS n
            WHERE n.one_id = o.one_id AND n.other_id = o.other_id AND n.since = o.until
        )
        AND NOT EXISTS (
            SELECT FROM published.overlap_past AS n
            WHERE n.one_id = o.one_id AND n.other_id = o.other_id AND n.since = o.until
        )
    ORDER BY o.until DESC, o.id DESC LIMIT $6
), latest AS (
    SELECT h.* FROM (TABLE now UNION ALL TABLE earlier UNION ALL TABLE gone) AS h
    ORDER BY h.publication DESC, h.id DESC LIMIT $6
)
SELECT l.publication, n.published_at, l.what, l.before, l.id, l.one_id AS one, l.other_id AS other, p.kind AS class,
    a.titles::text AS one_titles, b.titles::text AS other_titles, round(p.distance::numeric, 2) AS distance_m,
    round(p.shared_length::numeric, 2) AS shared_length_m, round(p.shared_area::numeric, 2) AS shared_area_m2,
    p.days_shared, p.gap_days, p.joint_start::text, p.joint_end::text, p.period_start::text, p.period_end::text,
    p.lead_id AS lead, p.lead_reason, p.exception, p.score, p.currency
FROM latest AS l
JOIN published.publication AS n ON n.number = l.publication
CROSS JOIN LATERAL (
    SELECT o.kind, o.distance, o.shared_length, o.shared_area, o.days_shared, o.gap_days, o.joint_start, o.joint_end,
        o.period_start, o.period_end, o.lead_id, o.lead_reason, o.exception, o.score, o.currency
    FROM published.overlap AS o WHERE o.one_id = l.one_id AND o.other_id = l.other_id AND o.since = l.since
    UNION ALL
    SELECT o.kind, o.distance, o.shared_length, o.shared_area, o.days_shared, o.gap_days, o.joint_start, o.joint_end,
        o.period_start, o.period_end, o.lead_id, o.lead_reason, o.exception, o.score, o.currency
    FROM published.overlap_past AS o WHERE o.one_id = l.one_id AND o.other_id = l.other_id AND o.since = l.since
) AS p
LEFT JOIN published.project_now AS a ON a.project_id = l.one_id
LEFT JOIN published.project_now AS b ON b.project_id = l.other_id
ORDER BY l.publication DESC, l.id DESC
