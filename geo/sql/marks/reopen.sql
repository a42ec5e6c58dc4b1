-- Open the marked pairs again of which a work has changed so that the agreement may not hold: days moved by more than
-- two weeks, the shared ground by more than a tenth, or nothing is shared any more. Works that are to be joined move to do
-- it: as long as they have days in common, their days may change. Once both are done there is nothing left to agree on.
-- number, published_at  of the publication
-- touched  its braces take the condition that a pair o was looked at
-- basis    its braces take marks/basis
WITH newest AS (
    SELECT DISTINCT ON (o.one_id, o.other_id) o.* FROM published.overlap_mark AS o
    WHERE {touched} ORDER BY o.one_id, o.other_id, o.publication DESC
), seen AS (
    SELECT m.*, now.basis AS found, now.days_shared, (
        SELECT count(*) FROM published.project_now AS v
        WHERE v.project_id IN (m.one_id, m.other_id) AND (v.actual_end IS NOT NULL OR v.status IN ('completion', 'completed'))
    ) AS done
    FROM newest AS m
    LEFT JOIN LATERAL (
        SELECT o.days_shared, {basis} AS basis FROM published.overlap AS o
        JOIN published.overlap_site AS one ON one.project_id = o.one_id
        JOIN published.overlap_site AS other ON other.project_id = o.other_id
        WHERE o.one_id = m.one_id AND o.other_id = m.other_id
    ) AS now ON true
    WHERE m.state <> 'open'
)
INSERT INTO published.overlap_mark (one_id, other_id, publication, marked_at, state, reason, basis)
SELECT s.one_id, s.other_id, %(number)s, %(published_at)s, 'open', CASE WHEN s.found IS NULL THEN 'apart' ELSE 'changed' END,
    coalesce(s.found, '{{}}')
FROM seen AS s
WHERE s.done < 2 AND (
    s.found IS NULL
    OR s.found ->> 'relation' <> s.basis ->> 'relation'
    OR NOT (s.state = 'joined' AND s.days_shared > 0) AND EXISTS (
        SELECT FROM unnest('{{one_start,one_end,other_start,other_end}}'::text[]) AS side
        WHERE (s.found ->> side)::date IS DISTINCT FROM (s.basis ->> side)::date
            AND coalesce(abs((s.found ->> side)::date - (s.basis ->> side)::date) > 14, true)
    )
    OR EXISTS (
        SELECT FROM unnest('{{shared_length,shared_area}}'::text[]) AS size
        WHERE abs((s.found ->> size)::float8 - (s.basis ->> size)::float8) > 0.1 * (s.basis ->> size)::float8
    )
)
ON CONFLICT DO NOTHING
