-- Mark a pair; gives nothing where there is no such pair.
-- one, other   ids of the works; number, published_at: of the publication; state, reason, agency: of the mark
-- basis        its braces take marks/basis
INSERT INTO published.overlap_mark (
    one_id, other_id, publication, marked_at, state, reason, agency, saving, currency, basis
)
SELECT o.one_id, o.other_id, %(number)s, %(published_at)s, %(state)s, %(reason)s, %(agency)s,
    CASE WHEN %(state)s = 'joined' THEN o.score END, CASE WHEN %(state)s = 'joined' THEN o.currency END, {basis}
FROM published.overlap AS o
JOIN published.overlap_site AS one ON one.project_id = o.one_id
JOIN published.overlap_site AS other ON other.project_id = o.other_id
WHERE o.one_id = %(one)s AND o.other_id = %(other)s
RETURNING one_id
