-- Pairs that were found, or that got another class, the newest first; the values are those of overlaps/happenings.
-- table  its braces take overlap, of what is so now, or overlap_past
    SELECT o.since AS publication, CASE WHEN b.kind IS NULL THEN 'found' ELSE 'changed' END AS what, b.kind AS before,
        o.id, o.one_id, o.other_id, o.since
    FROM published.{table} AS o
    LEFT JOIN published.overlap_past AS b ON b.one_id = o.one_id AND b.other_id = o.other_id AND b.until = o.since
    WHERE b.kind IS DISTINCT FROM o.kind AND o.since <= $3::bigint
        AND ($4::bigint IS NULL OR (o.since, o.id) < ($4, $5::text COLLATE "C"))
        AND ($1::text IS NULL OR o.agencies @> ARRAY[$1]) AND ($2::text IS NULL OR o.districts @> ARRAY[$2])
    ORDER BY o.since DESC, o.id DESC LIMIT $6
