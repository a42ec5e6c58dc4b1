-- What became of pairs, the newest first: those that were found, that got another class, that were found no more.
-- $1 $2    the code of an agency, the id of a district that a pair is of; null for any
-- $3       up to this publication
-- $4 $5    before this publication and pair; null for the newest of all
-- $6       how many at most
-- returns  publication, published_at, what (found, changed, gone), before (the class before a change), and of the pair as
--          it was found there, or last, what overlaps/feature has by these names; titles are JSON, of now
WITH each AS (
    SELECT o.one_id, o.other_id, o.id, o.since, NULL::bigint AS until, o.kind, o.distance, o.shared_length, o.shared_area,
        o.days_shared, o.gap_days, o.joint_start, o.joint_end, o.period_start, o.period_end, o.lead_id, o.lead_reason,
        o.exception, o.score, o.currency
    FROM published.overlap AS o
    WHERE ($1::text IS NULL OR o.agencies @> ARRAY[$1]) AND ($2::text IS NULL OR o.districts @> ARRAY[$2])
    UNION ALL
    SELECT p.one_id, p.other_id, p.id, p.since, p.until, p.kind, p.distance, p.shared_length, p.shared_area,
        p.days_shared, p.gap_days, p.joint_start, p.joint_end, p.period_start, p.period_end, p.lead_id, p.lead_reason,
        p.exception, p.score, p.currency
    FROM published.overlap_past AS p
    WHERE ($1::text IS NULL OR p.agencies @> ARRAY[$1]) AND ($2::text IS NULL OR p.districts @> ARRAY[$2])
), happening AS (
    SELECT e.since AS publication, CASE WHEN b.kind IS NULL THEN 'found' ELSE 'changed' END AS what, b.kind AS before, e.*
    FROM each AS e
    LEFT JOIN published.overlap_past AS b
        ON b.one_id = e.one_id AND b.other_id = e.other_id AND b.until = e.since
    WHERE b.kind IS DISTINCT FROM e.kind
    UNION ALL
    SELECT e.until, 'gone', NULL, e.* FROM each AS e
    WHERE e.until IS NOT NULL
        AND NOT EXISTS (
            SELECT FROM published.overlap AS n
            WHERE n.one_id = e.one_id AND n.other_id = e.other_id AND n.since = e.until
        )
        AND NOT EXISTS (
            SELECT FROM published.overlap_past AS n
            WHERE n.one_id = e.one_id AND n.other_id = e.other_id AND n.since = e.until
        )
), latest AS (
    SELECT h.* FROM happening AS h
    WHERE h.publication <= $3::bigint
        AND ($4::bigint IS NULL OR (h.publication, h.id) < ($4, $5::text COLLATE "C"))
    ORDER BY h.publication DESC, h.id DESC
    LIMIT $6
)
SELECT l.publication, n.published_at, l.what, l.before, l.id, l.one_id AS one, l.other_id AS other, l.kind AS class,
    a.titles::text AS one_titles, b.titles::text AS other_titles, round(l.distance::numeric, 2) AS distance_m,
    round(l.shared_length::numeric, 2) AS shared_length_m, round(l.shared_area::numeric, 2) AS shared_area_m2,
    l.days_shared, l.gap_days, l.joint_start::text, l.joint_end::text, l.period_start::text, l.period_end::text,
    l.lead_id AS lead, l.lead_reason, l.exception, l.score, l.currency
FROM latest AS l
JOIN published.publication AS n ON n.number = l.publication
LEFT JOIN published.project_now AS a ON a.project_id = l.one_id
LEFT JOIN published.project_now AS b ON b.project_id = l.other_id
ORDER BY l.publication DESC, l.id DESC
